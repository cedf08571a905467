import type { Fault } from '../errors';
import type { Entry, Rule, World } from '../rules/rule';
import { type FieldPath, fieldName, overlaps, valueAt } from './field-path';

/** What the rules find whose own fields have the right shape, whatever is wrong elsewhere. */
export function ruleFaults(
  rules: readonly Rule[],
  value: unknown,
  broken: readonly FieldPath[],
  world: World,
): Fault[] {
  return rules.flatMap((rule) => {
    const values = readFields(value, broken, rule);
    return values ? rule.faults(values, world) : [];
  });
}

const readFields = (value: unknown, broken: readonly FieldPath[], rule: Rule): unknown[] | null => {
  const fields = rule.reads.map((name) => readField(value, broken, name.split('.')));
  return fields.includes(unreadable) ? null : fields;
};

const unreadable = Symbol('a field of the wrong shape, or of a part that is null');

function readField(value: unknown, broken: readonly FieldPath[], keys: readonly string[]): unknown {
  const star = keys.indexOf('*');
  const isBroken = (path: FieldPath): boolean => broken.some((fault) => overlaps(fault, path));
  if (star < 0) {
    const field = valueAt(value, keys);
    return isBroken(keys) || field === undefined ? unreadable : field;
  }
  const list = keys.slice(0, star);
  const entries = valueAt(value, list);
  // A list that is no list, or has too few entries, was reported already; an entry that is broken is left out.
  if (!Array.isArray(entries)) return unreadable;
  return entries.flatMap((_, index): Entry<unknown>[] => {
    const path = [...list, index, ...keys.slice(star + 1)];
    return isBroken(path) ? [] : [{ field: fieldName(path), value: valueAt(value, path) }];
  });
}
