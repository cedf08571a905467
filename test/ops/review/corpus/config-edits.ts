import type { FieldsOf, FieldValue } from '../../../../config/rules/rule';
import type { Environment } from '../../../../config/schema';
import type { ConfigEdit } from './labelled-change';

/** Gives one field another value, such as `setting('database.storageGib', 300)`. It replaces the value as a whole. */
export const setting =
  <Name extends FieldsOf<Environment>>(field: Name, value: FieldValue<Environment, Name>): ConfigEdit =>
  (environment) => {
    const copy = structuredClone(environment) as Environment;
    const keys = field.split('.');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<Record<string, unknown>>(
      (inner, key) => inner[key] as Record<string, unknown>,
      copy as unknown as Record<string, unknown>,
    );
    if (!Object.hasOwn(parent, last)) throw new Error(`there is no field ${field} to change`);
    parent[last] = value;
    return copy;
  };

/** One edit after the other. */
export const together =
  (...edits: readonly ConfigEdit[]): ConfigEdit =>
  (environment) =>
    edits.reduce((changed, edit) => edit(changed), environment);
