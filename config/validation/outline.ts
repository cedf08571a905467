import { z } from 'zod';
import { type FieldPath, valueAt } from './field-path';

/** A schema as JSON Schema: plain data that can be walked and put into words. */
export type Outline = z.core.JSONSchema.JSONSchema;

const outlines = new WeakMap<z.ZodType, Outline>();

export function outlineOf(schema: z.ZodType): Outline {
  const outline = outlines.get(schema) ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  outlines.set(schema, outline);
  return outline;
}

/**
 * The part of an outline that rules a field; null: there is no such field. Of alternatives that a value tells apart
 * (`kind`, `enabled`), it is the one that the value chose.
 */
export function outlineAt(root: Outline, value: unknown, path: FieldPath): Outline | null {
  return path.reduce<Outline | null>((outline, key, depth) => {
    if (!outline) return null;
    const inner = childOf(chosen(outline, valueAt(value, path.slice(0, depth))), key);
    return typeof inner === 'object' ? inner : null;
  }, root);
}

/** Names of the fields that an object may have; of alternatives that the value does not choose from, all. */
export function fieldNames(outline: Outline, value: unknown): string[] {
  const chosenOne = alternatives(outline).find((alternative) => fits(alternative, value));
  const possible = chosenOne ? [chosenOne] : [outline, ...alternatives(outline)];
  return [...new Set(possible.flatMap(({ properties = {} }) => Object.keys(properties)))];
}

function childOf(outline: Outline, key: string | number): Outline | boolean | undefined {
  if (typeof key === 'number') return Array.isArray(outline.items) ? undefined : outline.items;
  const { properties = {} } = outline;
  return Object.hasOwn(properties, key) ? properties[key] : outline.additionalProperties;
}

/** The alternative whose fixed fields the value has; the outline itself where there are none. */
const chosen = (outline: Outline, value: unknown): Outline =>
  alternatives(outline).find((alternative) => fits(alternative, value)) ??
  alternatives(outline).find(({ properties }) => properties) ??
  outline;

const alternatives = (outline: Outline): Outline[] => (outline.oneOf ?? outline.anyOf ?? []) as Outline[];

const fits = ({ properties = {} }: Outline, value: unknown): boolean =>
  Object.entries(properties).some(
    ([name, field]) =>
      typeof field === 'object' && field.const !== undefined && valueAt(value, [name]) === field.const,
  );
