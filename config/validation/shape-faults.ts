import type { z } from 'zod';
import type { Fault } from '../errors';
import { allowed } from './allowed';
import { type FieldPath, fieldName, valueAt } from './field-path';
import { got } from './got';
import { allowedNames, nearestName } from './nearest-name';
import { fieldNames, type Outline, outlineAt, outlineOf } from './outline';

/** A field that is missing, unknown, of the wrong type or out of range, with the path that rules look at. */
export interface ShapeFault extends Fault {
  readonly path: FieldPath;
}

/** Everything in which a value differs from a schema. */
export function shapeFaults(schema: z.ZodType, value: unknown): ShapeFault[] {
  const { error } = schema.safeParse(value);
  const checked = { value, outline: outlineOf(schema) };
  const faults = [
    ...(error?.issues ?? []).flatMap((issue) => faultsOfIssue(checked, issue)),
    ...prototypeKeys(value).map((path) => unknownField(checked, path)),
  ];
  // zod also complains of the length of what is not even a list.
  return faults.filter(
    ({ field }, index) => faults.findIndex((earlier) => earlier.field === field) === index,
  );
}

interface Checked {
  readonly value: unknown;
  readonly outline: Outline;
}

function faultsOfIssue(checked: Checked, issue: z.core.$ZodIssue): ShapeFault[] {
  const path = issue.path as FieldPath;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .filter((key) => key !== '__proto__')
      .map((key) => unknownField(checked, [...path, key]));
  }
  const field = fieldName(path);
  if (issue.code === 'invalid_key') {
    const names = outlineAt(checked.outline, checked.value, path.slice(0, -1))?.propertyNames;
    const choice = typeof names === 'object' ? allowed(names) : issue.message;
    return [{ path, field, got: `the name ${got(path.at(-1))}`, allowed: choice }];
  }
  return [
    { path, field, got: got(valueAt(checked.value, path)), allowed: allowedAt(checked, path, issue) },
    ...(isUnknownAlternative(issue) ? strangersBeside(checked, path) : []),
  ];
}

/** No alternative has this `kind` or `enabled`, so zod looked at no other field. */
const isUnknownAlternative = (
  issue: z.core.$ZodIssue,
): issue is z.core.$ZodIssueInvalidUnion & { readonly options: readonly unknown[] } =>
  issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options);

/** Fields beside a wrong `kind` that no alternative has: one of them may be the misspelt `kind`. */
function strangersBeside(checked: Checked, path: FieldPath): ShapeFault[] {
  const parent = path.slice(0, -1);
  const value = valueAt(checked.value, parent);
  const outline = outlineAt(checked.outline, checked.value, parent);
  const names = outline ? fieldNames(outline, value) : [];
  return Object.keys(value ?? {})
    .filter((key) => !names.includes(key) && key !== '__proto__')
    .map((key) => unknownField(checked, [...parent, key]));
}

function allowedAt({ value, outline: root }: Checked, path: FieldPath, issue: z.core.$ZodIssue): string {
  const wrong = valueAt(value, path);
  if (isUnknownAlternative(issue)) return allowedNames(String(wrong), issue.options.map(String));
  const outline = outlineAt(root, value, path);
  if (!outline) return issue.message;
  const meant = typeof wrong === 'string' && outline.enum && nearestName(wrong, outline.enum.map(String));
  return `${allowed(outline)}${meant ? ` (did you mean ${meant}?)` : ''}`;
}

function unknownField({ value, outline }: Checked, path: FieldPath): ShapeFault {
  const parent = path.slice(0, -1);
  const parentOutline = outlineAt(outline, value, parent);
  const names = parentOutline ? fieldNames(parentOutline, valueAt(value, parent)) : [];
  return {
    path,
    field: fieldName(path),
    got: 'a field that does not exist',
    allowed: names.length > 0 ? allowedNames(String(path.at(-1)), names) : 'no such name',
  };
}

/** zod passes over a field of this name in silence, and copying it would change the copy's prototype. */
function prototypeKeys(value: unknown, path: FieldPath = [], seen = new Set<unknown>()): FieldPath[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.keys(value).flatMap((key) => {
    const inner = [...path, Array.isArray(value) ? Number(key) : key];
    return key === '__proto__' ? [inner] : prototypeKeys(valueAt(value, [key]), inner, seen);
  });
}
