import { fullDiff, type ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { type FieldChange, type JsonObject, manifestType, type Replacement, stackType } from '../change';
import { fieldChanges } from './fields';

/** A resource as CloudFormation's metadata is asked about it. */
export interface ComparedResource {
  /** The same on both sides for the same resource. */
  readonly key: string;
  readonly type: string;
  /** With resolved references and without noise. */
  readonly body: JsonObject;
}

/** What CloudFormation does to a resource that is on both sides. */
export interface Impact {
  readonly replacement: Replacement;
  /** Properties that are changed only by the replacement of what they refer to. */
  readonly followed: readonly FieldChange[];
}

/**
 * Asks the CDK's diff library, which knows for each property of each type whether a change replaces the resource, and
 * follows references from a resource that is replaced. All stacks are one template to it, so that it also follows
 * references between stacks.
 */
export function impacts(
  before: readonly ComparedResource[],
  after: readonly ComparedResource[],
): ReadonlyMap<string, Impact> {
  try {
    return impactsOf(before, after);
  } catch {
    // The library also reads policies, and throws at one that is none. Nobody knows what becomes of its resource.
    const unreadable = new Set(after.filter((one) => !isReadable(one, before)).map(({ key }) => key));
    const readable = ({ key }: ComparedResource): boolean => !unreadable.has(key);
    return new Map([
      ...impactsOf(before.filter(readable), after.filter(readable)),
      ...[...unreadable].map((key): [string, Impact] => [key, { replacement: 'may', followed: [] }]),
    ]);
  }
}

function isReadable(one: ComparedResource, before: readonly ComparedResource[]): boolean {
  try {
    impactsOf(
      before.filter(({ key }) => key === one.key),
      [one],
    );
    return true;
  } catch {
    return false;
  }
}

function impactsOf(
  before: readonly ComparedResource[],
  after: readonly ComparedResource[],
): ReadonlyMap<string, Impact> {
  const earlier = new Set(before.map(({ key }) => key));
  // What is new replaces nothing, and what is gone is followed nowhere.
  const old = before.filter(({ key }) => after.some((one) => one.key === key));
  const diff = fullDiff(templateOf(old), templateOf(after.filter(({ key }) => earlier.has(key))));
  const found = new Map<string, Impact>();
  diff.resources.forEachDifference((key, change) => {
    found.set(key, { replacement: replacementOf(change), followed: followed(change) });
  });
  return found;
}

const templateOf = (resources: readonly ComparedResource[]): { Resources: JsonObject } => ({
  Resources: Object.fromEntries(
    resources
      .filter(({ type }) => type !== stackType)
      .map(({ key, type, body }) => [key, { ...body, Type: type }]),
  ),
});

function replacementOf(change: ResourceDifference): Replacement {
  if (change.resourceTypeChanged) return 'will';
  const properties = Object.entries(change.propertyUpdates);
  const impactsOfProperties = properties.map(([name, { changeImpact }]) =>
    changeImpact === ResourceImpact.NO_CHANGE || changeImpact === undefined
      ? unknownImpact(change.newResourceType ?? '', name)
      : changeImpact,
  );
  if (impactsOfProperties.includes(ResourceImpact.WILL_REPLACE)) return 'will';
  return impactsOfProperties.includes(ResourceImpact.MAY_REPLACE) ? 'may' : 'never';
}

/**
 * Of a property that the metadata does not have: nobody knows. The handler of charts keeps the physical id whatever
 * changes, and CloudFormation replaces a custom resource by that id alone; another handler is another matter.
 */
const unknownImpact = (type: string, property: string): ResourceImpact =>
  type === manifestType && property !== 'ServiceToken'
    ? ResourceImpact.WILL_UPDATE
    : ResourceImpact.MAY_REPLACE;

/** The library marks the reference in such a property, and has no other reason to give it another value. */
const replacedMark = /\(replaced\)/;

const followed = ({ propertyUpdates }: ResourceDifference): FieldChange[] =>
  Object.entries(propertyUpdates)
    .filter(([, { newValue }]) => replacedMark.test(JSON.stringify(newValue) ?? ''))
    .flatMap(([name, { oldValue, newValue }]) => fieldChanges(oldValue, newValue, ['Properties', name]))
    .filter(({ after }) => replacedMark.test(JSON.stringify(after) ?? ''));
