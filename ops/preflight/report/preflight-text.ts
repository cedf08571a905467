import { table } from '../../report/table';
import type { Finding } from '../check';
import type { Unanswered } from '../check-result';
import type { PreflightResult } from '../preflight';
import { trialsOf } from '../tried-against';

/** The report for people; where AWS took no question at all, the one sentence why. */
export function preflightText(result: PreflightResult): string {
  const { environment, region, account, findings, unanswered, checks } = result;
  if (account === null) return unanswered.map(({ what, command }) => `${what}\n  do:  ${command}`).join('\n');
  const answered = checks.filter(({ outcome }) => outcome !== 'not answered').length;
  return [
    `${environment} in account ${account}, ${region}: ${answered} of ${checks.length} checks answered`,
    '',
    ...table([
      ['  check', 'outcome', 'tried against', ''],
      ...checks.map(({ name, outcome, notes, called }) => [
        `  ${name}`,
        outcome,
        trialsOf(called).join(', ') || '-',
        notes.join('; '),
      ]),
    ]).map((line) => line.trimEnd()),
    '',
    findings.length === 0 ? 'Findings: none' : `Findings: ${findings.length}`,
    ...findings.flatMap(findingText),
    ...(unanswered.length === 0 ? [] : ['', `Without an answer: ${unanswered.length}`]),
    ...unanswered.flatMap(unansweredText),
    '',
    'Tried against: moto, an emulator of AWS; recorded, answers as AWS documents them. No call has been tried against AWS itself.',
  ].join('\n');
}

const findingText = ({ check, severity, what, why, command }: Finding): string[] => [
  '',
  `${severity.toUpperCase()}  ${check}: ${what}`,
  `  why: ${why}`,
  `  do:  ${command}`,
];

const unansweredText = ({ checks, what, command }: Unanswered): string[] => [
  '',
  `OPEN  ${checks.join(', ')}: ${what}`,
  `  do:  ${command}`,
];
