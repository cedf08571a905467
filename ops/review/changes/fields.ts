import type { FieldChange, Json } from '../change';
import { isLeaf, isObject } from '../intrinsic';
import { canonical, isOrdered } from './canonical';
import { pairItems } from './list-items';

/** The fields in which two values differ; none when they mean the same. */
export function fieldChanges(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[] = [],
): FieldChange[] {
  const name = path.at(-1) ?? '';
  if (canonical(before, name) === canonical(after, name)) return [];
  if (isObject(before) && isObject(after) && !isLeaf(before) && !isLeaf(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      fieldChanges(before[key], after[key], [...path, key]),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path);
  const texts = parsedTexts(before, after);
  if (texts) {
    const inner = fieldChanges(texts[0], texts[1], path);
    if (inner.length > 0) return inner;
  }
  return [{ path, before, after }];
}

function listChanges(
  before: readonly Json[],
  after: readonly Json[],
  path: readonly string[],
): FieldChange[] {
  const name = path.at(-1) ?? '';
  if ([...before, ...after].every(isLeaf)) return [{ path, before, after }];
  const items = pairItems(name, before, after).flatMap((item) =>
    fieldChanges(item.before, item.after, [...path, item.segment]),
  );
  // The same items in another order, in a list in which it counts.
  return items.length === 0 && isOrdered(name) ? [{ path, before, after }] : items;
}

/** Two texts that hold JSON, such as a policy, as what they hold. */
function parsedTexts(before: Json | undefined, after: Json | undefined): [Json, Json] | null {
  const [old, now] = [before, after].map(parsedText);
  return old && now ? [old, now] : null;
}

function parsedText(value: Json | undefined): Json | null {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return null;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
