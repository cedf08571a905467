import type { AwsChange, AwsResource, FieldChange, Side } from '../change';
import { fieldChanges } from './fields';
import { type Located, movesOf } from './moved-resources';
import { quietResource } from './noise';
import { type Impact, impacts } from './replacements';
import { referencesOf, resourceKey } from './resolved-references';

/** What differs between the AWS resources of two sides, in the order of the templates. */
export function awsChanges(before: Side, after: Side): AwsChange[] {
  const [old, now] = [located(before), located(after)];
  const impactOf = impacts(compared(old), compared(now));
  const { moved, removed, added } = movesOf(
    [...old.values()].filter(({ key }) => !now.has(key)),
    [...now.values()].filter(({ key }) => !old.has(key)),
  );
  return [
    ...[...now.values()].flatMap((one) => {
      const earlier = old.get(one.key);
      return earlier ? changed(earlier, one, impactOf.get(one.key)) : [];
    }),
    ...moved.map(([from, to]): AwsChange => ({
      source: 'aws',
      what: 'moved',
      before: from.resource,
      after: to.resource,
      fields: fieldChanges(from.body, to.body),
      replacement: 'will',
    })),
    ...removed.map(({ resource }) => existence('removed', resource, null)),
    ...added.map(({ resource }) => existence('added', null, resource)),
  ];
}

function located(side: Side): ReadonlyMap<string, Located> {
  const resolve = referencesOf(side);
  return new Map(
    side.resources.map((resource) => {
      const key = resourceKey(resource.stack, resource.logicalId);
      return [key, { resource, key, body: resolve(quietResource(resource), resource.stack) ?? {} }];
    }),
  );
}

const compared = (resources: ReadonlyMap<string, Located>) =>
  [...resources.values()].map(({ key, resource, body }) => ({
    key,
    type: resource.type,
    body: body as AwsResource['body'],
  }));

function changed(before: Located, after: Located, impact: Impact | undefined): AwsChange[] {
  const own = [
    ...fieldChanges(before.resource.type, after.resource.type, ['Type']),
    ...fieldChanges(before.body, after.body),
  ];
  const followed = (impact?.followed ?? []).filter((field) => !own.some((other) => isWithin(other, field)));
  const fields = [...own, ...followed];
  if (fields.length === 0) return [];
  return [
    {
      source: 'aws',
      what: 'changed',
      before: before.resource,
      after: after.resource,
      fields,
      replacement: impact?.replacement ?? 'never',
    },
  ];
}

const isWithin = ({ path }: FieldChange, outer: FieldChange): boolean =>
  outer.path.every((segment, at) => path[at] === segment);

const existence = (
  what: 'added' | 'removed',
  before: AwsResource | null,
  after: AwsResource | null,
): AwsChange => ({ source: 'aws', what, before, after, fields: [], replacement: 'never' });
