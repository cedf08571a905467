import type { ContractReport } from './contract-check';
import { type Point, pointTitles, type Verdict } from './point';

const words: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  bridged: 'bridged',
  fails: 'FAILS',
  unchecked: 'not checked',
  notApplicable: 'does not apply',
};
const order: readonly Verdict[] = ['holds', 'bridged', 'fails', 'unchecked', 'notApplicable'];
const width = Math.max(...Object.values(words).map((word) => word.length));

/** The report for people: every point with its evidence, and below it what to do. */
export function contractText({ environment, component, command, points }: ContractReport): string {
  return [
    `${command.join(' ')}, as ${component} of ${environment}`,
    '',
    ...points.flatMap(lines),
    '',
    counts(points),
  ].join('\n');
}

function lines({ id, verdict, evidence, remedy }: Point): string[] {
  const indent = ' '.repeat(width + 2);
  return [
    `${words[verdict].padEnd(width)}  ${pointTitles[id]}: ${evidence}`,
    ...(remedy === null ? [] : [`${indent}→ ${remedy}`]),
  ];
}

function counts(points: readonly Point[]): string {
  const of = (wanted: Verdict): number => points.filter(({ verdict }) => verdict === wanted).length;
  const summary = order
    .filter((verdict) => of(verdict) > 0)
    .map((verdict) => `${of(verdict)} ${words[verdict]}`)
    .join(', ');
  return `${points.length} points: ${summary}`;
}
