import {
  type AwsResource,
  type Change,
  type DeployedObject,
  type FieldChange,
  type Json,
  unknownChart,
} from './change';
import { intrinsicOf } from './intrinsic';
import { readablePath } from './sides/placeholders';

/** Fields that are told in one line; a change with more says how many there are. */
const mostFields = 3;
const longestValue = 90;

/** Where a change is: `stack/path` of a resource, `kubernetes/namespace/kind/name` of an object. */
export const whereOf = ({ before, after }: Change): string => nameOf((after ?? before)!);

export const nameOf = (thing: AwsResource | DeployedObject): string =>
  thing.source === 'aws'
    ? `${thing.stack}/${readablePath(thing.path)}`
    : ['kubernetes', ...(thing.namespace === null ? [] : [thing.namespace]), thing.kind, thing.name].join(
        '/',
      );

/**
 * What an acceptance names a change by: where it is and which of its fields differ, so that it accepts no other field.
 * Such as `production-database/Instance:DBInstanceClass`, `kubernetes/app/Deployment/api:spec.template` or
 * `production-cache/Queues/ReplicationGroup:removed`.
 */
export function changeId(change: Change): string {
  const depth = change.source === 'aws' ? 1 : 2;
  const fields = change.fields.map(({ path }) => named(path).slice(0, depth).join('.'));
  const differs = change.what === 'changed' ? [...new Set(fields)].sort() : [change.what];
  return `${whereOf(change)}:${differs.join(',')}`;
}

/** What differs, in one line. */
export function whatOf({ what, before, after, fields }: Change): string {
  const moved = what === 'moved' && before && after ? [`moved ${moveOf(before, after)}`] : [];
  const told = fields.slice(0, mostFields).map(fieldText);
  const more = fields.length > mostFields ? [`${fields.length - mostFields} more fields`] : [];
  const all = [...moved, ...told, ...more];
  return all.length > 0 ? all.join('; ') : `${what} ${kindOf((after ?? before)!)}`;
}

/** Such as `MultiAZ: true → false`. */
export const fieldText = ({ path, before, after }: FieldChange): string =>
  `${named(path).join('.').replaceAll('.[', '[')}: ${valueText(before)} → ${valueText(after)}`;

/** A value in one line; a reference as the name of what it refers to. */
export function valueText(value: Json | undefined, longest: number = longestValue): string {
  if (value === undefined) return 'none';
  const shown = readable(value);
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** `Properties` says nothing in a line. */
const named = (path: readonly string[]): readonly string[] =>
  path[0] === 'Properties' && path.length > 1 ? path.slice(1) : path;

const kindOf = (thing: AwsResource | DeployedObject): string =>
  thing.source === 'aws'
    ? thing.type
    : thing.chart === unknownChart
      ? thing.kind
      : `${thing.kind} of chart ${thing.chart}`;

function moveOf(before: AwsResource | DeployedObject, after: AwsResource | DeployedObject): string {
  if (nameOf(before) !== nameOf(after)) return `from ${nameOf(before)}`;
  return before.source === 'aws' && after.source === 'aws'
    ? `from logical id ${before.logicalId} to ${after.logicalId}`
    : `from chart ${(before as DeployedObject).chart} to ${(after as DeployedObject).chart}`;
}

function readable(value: Json): Json {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name === 'Ref') return `\${${String(intrinsic.argument)}}`;
  if (intrinsic?.name === 'Fn::GetAtt' && Array.isArray(intrinsic.argument))
    return `\${${intrinsic.argument.map(String).join('.')}}`;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, inner === undefined ? undefined : readable(inner)]),
  );
}
