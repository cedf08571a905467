import { table } from '../../report/table';
import { columnNames } from '../../cost/columns';
import { risks } from '../change';
import type { CostDifference } from '../cost-difference';
import { type AssessedChange, isBlocked, isRefused, type Review } from '../review';

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** Such as `1 data-loss, 2 restart`; the worst first. */
export const countsOf = ({ changes }: Pick<Review, 'changes'>): string =>
  [...risks]
    .reverse()
    .map((risk) => [changes.filter((change) => change.risk === risk).length, risk] as const)
    .filter(([count]) => count > 0)
    .map(([count, risk]) => `${count} ${risk}`)
    .join(', ');

/** `+12.30`, `-4.00` or `0`. */
export const signed = (usd: number): string =>
  usd === 0 ? '0' : `${usd > 0 ? '+' : '-'}${Math.abs(usd).toFixed(2)}`;

/**
 * The review for people: what must be looked at first.
 * @param isLive one side is what is deployed: nothing of it can be accepted.
 */
export function reviewText(review: Review, environment: string, isLive = false): string {
  const { before, after, verdict, changes, faults } = review;
  const title = `${environment}: from ${before} to ${after}`;
  if (changes.length === 0 && faults.length === 0) return [title, 'Nothing changes.'].join('\n');
  return [
    title,
    `Verdict: ${verdict}${changes.length > 0 ? ` (${countsOf(review)})` : ''}`,
    ...changes.filter(({ risk }) => risk !== 'safe').flatMap((change) => ['', ...dangerText(change)]),
    ...safeText(changes),
    '',
    ...costText(review.cost),
    ...(faults.length > 0 ? ['', 'Acceptances that accept nothing', ...indent(faults)] : []),
    ...(isLive ? ['', liveAdvice] : isBlocked(review) ? ['', ...nextText(review)] : []),
  ].join('\n');
}

function dangerText({ risk, where, what, assessments, accepted }: AssessedChange): string[] {
  return [
    `${risk.toUpperCase()}  ${where}${accepted ? '  (accepted)' : ''}`,
    ...indent([
      what,
      ...assessments
        .filter((one) => one.risk !== 'safe')
        .flatMap((one) => [
          one.risk === risk ? one.why : `Also ${one.risk}: ${one.why}`,
          ...(one.instead === undefined ? [] : [`Instead: ${one.instead}`]),
        ]),
      ...(accepted ? [`Accepted as ${accepted.risk}: ${accepted.reason}`] : []),
    ]),
  ];
}

function safeText(changes: readonly AssessedChange[]): string[] {
  const safe = changes.filter(({ risk }) => risk === 'safe');
  return safe.length === 0
    ? []
    : ['', 'Safe', ...indent(table(safe.map(({ where, what, why }) => [where, what, why])))];
}

function costText({ lines, findings, ...usd }: CostDifference): string[] {
  if (lines.length === 0 && findings.length === 0) return ['Cost: no difference.'];
  return [
    'Cost, US dollars a month at list price',
    ...indent(
      table([
        ['', '', ...columnNames],
        ...lines.map((line) => [
          `${line.stack}/${line.resource}`,
          line.item,
          ...columnNames.map((name) => signed(line.usd[name])),
        ]),
        ['total', '', ...columnNames.map((name) => signed(usd[name]))],
      ]),
    ),
    ...indent(findings),
  ];
}

const liveAdvice =
  'What is deployed is not what the code says: deploy the code again, or bring into the code what somebody changed.';

function nextText({ changes, faults }: Review): string[] {
  const open = changes.filter((change) => isRefused(change) && change.accepted === null);
  return [
    ...(open.length > 0
      ? [
          'Before this is deployed: take the safer way, or accept each in review-acceptances.json with a reason',
          ...indent(
            open.map(({ id, risk }) => JSON.stringify({ id, risk, reason: 'why this is right, and when' })),
          ),
        ]
      : []),
    ...(faults.length > 0 ? ['Mend the acceptances above in review-acceptances.json.'] : []),
  ];
}
