import type { Json, JsonObject } from './change';

/** A function of CloudFormation, such as `{ "Ref": "Bucket" }`, taken apart. */
export interface Intrinsic {
  readonly name: string;
  readonly argument: Json;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** null: a plain value. */
export function intrinsicOf(value: Json | undefined): Intrinsic | null {
  if (!isObject(value)) return null;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  return others.length === 0 && argument !== undefined && (name === 'Ref' || name.startsWith('Fn::'))
    ? { name, argument }
    : null;
}

/** What cannot be looked into: a scalar or a function of CloudFormation. */
export const isLeaf = (value: Json | undefined): boolean =>
  typeof value !== 'object' || value === null || intrinsicOf(value) !== null;
