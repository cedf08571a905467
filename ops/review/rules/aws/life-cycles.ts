import type { Assessment, Json } from '../../change';
import { at, type Found, isObject, listAt, numberOf, textAt } from '../reading/values';
import type { AwsRule } from '../rule';
import { lowered, type Setting, settingsRule } from './setting';

/** Log groups keep for ever where nothing is said. */
export const retentionSettings: readonly Setting[] = [
  {
    type: 'AWS::Logs::LogGroup',
    path: ['RetentionInDays'],
    worse: lowered(Infinity),
    risk: 'data-loss',
    why: (before, after) =>
      `Logs older than ${after} days are deleted${before === 'nothing' ? '' : `, where ${before} days were kept`}.`,
    instead: 'Export the older logs to S3 first.',
  },
];

const days = ['ExpirationInDays', 'NoncurrentVersionExpirationInDays'] as const;

/** Classes whose objects cannot be read at once. https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
const slowClasses = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** Rules of a bucket that delete, or put away, earlier than before. */
const buckets: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== 'AWS::S3::Bucket') return [];
  const [old, now] = [before.body, after.body].map((body) => activeRules(body));
  return (now ?? []).flatMap((rule) => [...earlier(rule, old ?? []), ...archived(rule, old ?? [])]);
};

const activeRules = (body: Found): readonly Json[] =>
  listAt(body, 'Properties', 'LifecycleConfiguration', 'Rules').filter(
    (rule) => at(rule, 'Status') === 'Enabled',
  );

function earlier(rule: Json, old: readonly Json[]): Assessment[] {
  return days.flatMap((field) => {
    const [now, then] = [daysOf(rule, field), daysBefore(rule, old, field)];
    if (now >= then) return [];
    const what = field === 'ExpirationInDays' ? 'Objects' : 'Old versions';
    return [
      {
        risk: 'data-loss' as const,
        why: `${what} under ${prefixOf(rule) || '/'} are deleted after ${now} days instead of ${then === Infinity ? 'never' : then}.`,
        instead: 'Copy what is older to another bucket first.',
      },
    ];
  });
}

function archived(rule: Json, old: readonly Json[]): Assessment[] {
  const isSlow = (item: Json): boolean =>
    listAt(item, 'Transitions').some((transition) => slowClasses.has(textAt(transition, 'StorageClass')));
  if (!isSlow(rule) || old.some((other) => covers(other, rule) && isSlow(other))) return [];
  return [
    {
      risk: 'downtime',
      why: `Objects under ${prefixOf(rule) || '/'} move to a class that answers after hours; readers such as Loki fail.`,
      instead: 'Use GLACIER_IR, which answers at once.',
    },
  ];
}

/** The soonest deletion that held for these objects before. */
const daysBefore = (rule: Json, old: readonly Json[], field: (typeof days)[number]): number =>
  Math.min(Infinity, ...old.filter((other) => covers(other, rule)).map((other) => daysOf(other, field)));

function daysOf(rule: Json, field: (typeof days)[number]): number {
  const nested =
    field === 'ExpirationInDays' ? undefined : at(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays');
  return numberOf(at(rule, field)) ?? numberOf(nested) ?? Infinity;
}

const prefixOf = (rule: Json): string => textAt(rule, 'Prefix') || textAt(rule, 'Filter', 'Prefix');
const covers = (outer: Json, inner: Json): boolean => prefixOf(inner).startsWith(prefixOf(outer));

/** A repository's rules; images that a roll-back needs may fall under them. */
const repositories: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== 'AWS::ECR::Repository') return [];
  const [old, now] = [before.body, after.body].map(imageRules);
  return (now ?? []).flatMap((rule) => {
    const same = old?.find((other) => textAt(other, 'selection') !== '' && sameSelection(other, rule));
    const [count, then] = [countOf(rule), same === undefined ? Infinity : countOf(same)];
    if (count >= then) return [];
    return [
      {
        risk: 'data-loss' as const,
        why: `Images are deleted beyond ${count} ${textAt(rule, 'selection', 'countUnit') || 'images'} instead of ${then === Infinity ? 'never' : then}; a roll-back may need one of them.`,
        instead: 'Keep the images of the releases that a roll-back may go to.',
      },
    ];
  });
};

function imageRules(body: Found): readonly Json[] {
  const text = textAt(body, 'Properties', 'LifecyclePolicy', 'LifecyclePolicyText');
  try {
    const policy: unknown = JSON.parse(text);
    return listAt(policy as Json, 'rules').filter(isObject);
  } catch {
    return [];
  }
}

const countOf = (rule: Json): number => numberOf(at(rule, 'selection', 'countNumber')) ?? Infinity;

const sameSelection = (one: Json, other: Json): boolean =>
  ['tagStatus', 'countType', 'tagPrefixList', 'tagPatternList'].every(
    (field) => textAt(one, 'selection', field) === textAt(other, 'selection', field),
  );

/** Data that is deleted on its own, earlier than before. */
export const lifeCycles: AwsRule = (change, world) => [
  ...settingsRule(retentionSettings)(change, world),
  ...buckets(change, world),
  ...repositories(change, world),
];
