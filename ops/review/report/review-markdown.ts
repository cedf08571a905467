import { columnNames } from '../../cost/columns';
import { fieldText } from '../change-names';
import type { CostDifference } from '../cost-difference';
import { type AssessedChange, isBlocked, isRefused, type Review } from '../review';
import { countsOf, signed } from './review-text';

/** By which the comment of an earlier run is found again. */
export const commentMark = (environment: string): string => `<!-- platform-review ${environment} -->`;

/** GitHub takes comments of up to 65,536 characters. */
const longestComment = 60_000;

/** The review as a comment on a pull request: the verdict, a table, and details to unfold. */
export function reviewMarkdown(review: Review, environment: string): string {
  const { verdict, changes, faults, before, after } = review;
  const refusal = isBlocked(review) ? 'It must not be deployed like this.' : 'Nothing holds it up.';
  const head = [
    commentMark(environment),
    `## ${environment}: ${changes.length === 0 ? 'nothing changes' : verdict}`,
    '',
    `From ${code(before)} to ${code(after)}. ${changes.length > 0 ? `${countsOf(review)}. ` : ''}${refusal}`,
    ...(faults.length > 0
      ? ['', 'Acceptances that accept nothing:', ...faults.map((fault) => `- ${escaped(fault)}`)]
      : []),
  ];
  const parts = [
    ...dangers(changes.filter(({ risk }) => risk !== 'safe')),
    ...acceptances(changes),
    ...costs(review.cost),
    ...details(changes),
  ];
  return `${shortened([...head, ...parts].join('\n'))}\n`;
}

const dangers = (changes: readonly AssessedChange[]): string[] =>
  changes.length === 0
    ? []
    : [
        '',
        '| risk | where | what | why | instead |',
        '| --- | --- | --- | --- | --- |',
        ...changes.map(
          ({ risk, where, what, why, instead, accepted }) =>
            `| **${risk}**${accepted ? ' (accepted)' : ''} | ${cell(where)} | ${escaped(what)} | ${escaped(why)} | ${escaped(instead ?? '')} |`,
        ),
      ];

function acceptances(changes: readonly AssessedChange[]): string[] {
  const open = changes.filter((change) => isRefused(change) && !change.accepted);
  const accepted = changes.flatMap(({ id, accepted: by }) =>
    by ? [`- ${code(id)}: ${escaped(by.reason)}`] : [],
  );
  return [
    ...(accepted.length > 0 ? ['', 'Accepted:', ...accepted] : []),
    ...(open.length > 0
      ? [
          '',
          'Take the safer way, or accept each in `review-acceptances.json` with a reason:',
          ...open.map(({ id, risk }) => `- ${code(id)} as ${risk}`),
        ]
      : []),
  ];
}

function costs({ lines, findings, ...usd }: CostDifference): string[] {
  const total = columnNames.map((name) => `${name} ${signed(usd[name])}`).join(', ');
  if (lines.length === 0 && findings.length === 0) return ['', 'Cost: no difference.'];
  return [
    '',
    `Cost, US dollars a month: **${total}**`,
    ...findings.map((finding) => `- ${escaped(finding)}`),
    ...folded(`${lines.length} lines of cost differ`, [
      `| line | of | ${columnNames.join(' | ')} |`,
      '| --- | --- | ---: | ---: | ---: |',
      ...lines.map(
        ({ stack, resource, item, usd: line }) =>
          `| ${cell(`${stack}/${resource}`)} | ${escaped(item)} | ${columnNames.map((name) => signed(line[name])).join(' | ')} |`,
      ),
    ]),
  ];
}

const details = (changes: readonly AssessedChange[]): string[] =>
  changes.length === 0
    ? []
    : folded('Every change, field by field', [
        ...changes.flatMap(({ where, what, risk, assessments, change }) => [
          `- ${code(where)}: ${risk}`,
          ...assessments.map((one) => `  - ${one.risk}: ${escaped(one.why)}`),
          ...(change.fields.length === 0
            ? [`  - ${escaped(what)}`]
            : change.fields.map((field) => `  - ${code(fieldText(field))}`)),
        ]),
      ]);

const folded = (summary: string, lines: readonly string[]): string[] => [
  '',
  `<details><summary>${summary}</summary>`,
  '',
  ...lines,
  '',
  '</details>',
];

/** Values come from templates: they stay one line and make no table, link or mention. */
const code = (text: string): string => `\`${oneLine(text).replaceAll('`', "'")}\``;
const cell = (text: string): string => code(text).replaceAll('|', '\\|');
const escaped = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]<>|#&~]/g, '\\$&')
    // GitHub makes links of mentions, issues and addresses in what is rendered, where the escapes are gone: only
    // another character inside stops it.
    .replace(/[@#]|:(?=\/\/)|www(?=\.)/g, '$&\u200b');
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const shortened = (text: string): string =>
  text.length <= longestComment
    ? text
    : `${text.slice(0, text.lastIndexOf('\n', longestComment))}\n\nThe rest does not fit into a comment: \`npx platform review\` prints all.`;
