import { rule } from './rule';

/** A literal that was copied and not renamed would be deployed over the one that it was copied from. */
export const nameIsNobodyElses = rule(['name'], ([name], { others }) =>
  others
    .filter((other) => other.name === name)
    .map(() => ({ field: 'name', got: `${name}, twice`, allowed: 'a name that no other environment has' })),
);
