/** Keys from the environment's root to a field, such as `['network', 'zones', 0, 'name']`. */
export type FieldPath = readonly (string | number)[];

/** As it is written in the config: `network.zones[0].name`. */
export const fieldName = (path: FieldPath): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '') || 'the whole';

/** The value at a path; undefined where the way ends early. */
export const valueAt = (value: unknown, path: FieldPath): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );

/** Whether one path leads to or through the other. */
export const overlaps = (one: FieldPath, other: FieldPath): boolean =>
  one.slice(0, other.length).every((key, index) => String(key) === String(other[index]));
