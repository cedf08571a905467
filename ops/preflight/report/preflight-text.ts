import { table } from '../../report/table';
import type { Finding } from '../check';
import type { PreflightResult } from '../preflight';
import { operationsTried } from '../tried-against';

/** The report for people. */
export function preflightText({ environment, region, account, findings, checks }: PreflightResult): string {
  const asked = checks.filter(({ outcome }) => outcome !== 'not asked').length;
  return [
    `${environment} in ${account ?? 'an unknown account'}, ${region}: ${asked} of ${checks.length} checks answered`,
    '',
    ...table(checks.map(({ name, outcome, notes }) => [`  ${name}`, outcome, notes.join('; ')])).map((line) =>
      line.trimEnd(),
    ),
    '',
    findings.length === 0 ? 'Findings: none' : `Findings: ${findings.length}`,
    ...findings.flatMap(findingText),
    '',
    `Tried against moto: ${operationsTried('moto').length} operations. Against recorded answers: ${operationsTried('recorded').join(', ')}. Against AWS: none yet.`,
  ].join('\n');
}

const findingText = ({ check, severity, what, why, command }: Finding): string[] => [
  '',
  `${severity.toUpperCase()}  ${check}: ${what}`,
  `  why: ${why}`,
  `  do:  ${command}`,
];
