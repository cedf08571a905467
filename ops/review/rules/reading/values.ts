import type { Json, JsonObject } from '../../change';

export type Found = Json | undefined;

export const isObject = (value: Found): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of keys; undefined where a step is missing or is no object. */
export const at = (value: Found, ...path: readonly string[]): Found =>
  path.reduce<Found>((found, key) => (isObject(found) ? found[key] : undefined), value);

/** As `at`; an empty object where there is none. */
export function objectAt(value: Found, ...path: readonly string[]): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

/** As `at`; a single value is a list of one, nothing an empty list. IAM and CloudFormation write both forms. */
export function listAt(value: Found, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? (found as readonly Json[]) : [found];
}

/** The text at a path; empty where there is none. */
export function textAt(value: Found, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return found === undefined || found === null ? '' : textOf(found);
}

/** A number or a text of one, as CloudFormation takes both; null for anything else. */
export function numberOf(value: Found): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))
    ? Number(value)
    : null;
}

export const isTrue = (value: Found): boolean =>
  value === true || value === 'true' || value === '1' || value === 1;

/**
 * One text for a value, equal for equal values whatever the order of their keys. References read as `${Name}` and
 * `${Name.Attribute}`, and joins as the text that they make, so that a wildcard in one can be matched.
 */
export function textOf(value: Found): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(textOf).join(',')}]`;
  if (!isObject(value)) return String(value);
  const [[key, inner] = [], ...others] = Object.entries(value);
  if (others.length === 0 && key === 'Ref') return `\${${textOf(inner)}}`;
  if (others.length === 0 && key === 'Fn::GetAtt') return `\${${listAt(inner).map(textOf).join('.')}}`;
  if (others.length === 0 && key === 'Fn::Sub' && typeof inner === 'string') return inner;
  if (others.length === 0 && key === 'Fn::Join') return joined(inner);
  return `{${Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => `${name}:${textOf(item)}`)
    .sort()
    .join(',')}}`;
}

function joined(parts: Found): string {
  const [separator, items] = listAt(parts);
  return listAt(items).map(textOf).join(textOf(separator));
}

export const same = (one: Found, other: Found): boolean => textOf(one) === textOf(other);

/** Items of the first list that the second has not. */
export const missingFrom = (items: readonly Json[], others: readonly Json[]): readonly string[] => {
  const known = new Set(others.map(textOf));
  return items.map(textOf).filter((text) => !known.has(text));
};

/** `a, b and c`; of more than four the first three and how many are left. */
export function enumerated(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const last = shown[shown.length - 1] ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last;
}

/** The names in a template that a value refers to by Ref or GetAtt, at any depth. */
export function referencesIn(value: Found): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(referencesIn);
  if (!isObject(value)) return [];
  const { Ref: ref, 'Fn::GetAtt': attribute, ...others } = value;
  return [
    ...(typeof ref === 'string' ? [ref] : []),
    ...(attribute === undefined ? [] : [textOf(listAt(attribute)[0]).split('.')[0] ?? '']),
    ...Object.values(others).flatMap(referencesIn),
  ];
}
