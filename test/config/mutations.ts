import fc from 'fast-check';
import { environments } from '../../config/load';
import { allRules } from '../../config/rules/all-rules';
import { environmentSchema } from '../../config/schema';
import { type FieldPath, fieldName, overlaps, valueAt } from '../../config/validation/field-path';
import { outlineAt, outlineOf } from '../../config/validation/outline';
import { contradictions } from './contradictions/all-contradictions';
import { type Contradiction, type Draft, draftOf } from './contradictions/contradiction';

/** A configuration that somebody may have got wrong. */
export interface MutatedConfig {
  /** Environment and change, such as `production: delete database.storageGib`. */
  readonly description: string;
  readonly value: unknown;
  /** Fields that must be among the faults; `accepted-or-refused`: the change may be a good one. */
  readonly expectedFields: readonly string[] | 'accepted-or-refused';
}

interface Mutation {
  readonly description: string;
  readonly apply: (draft: Draft) => void;
  readonly expectedFields: readonly string[];
}

/** Always the same configurations for the same seed. */
export function mutatedConfigs(count: number, seed: number): MutatedConfig[] {
  return fc.sample(mutatedConfig, { numRuns: count, seed });
}

const bases = Object.values(environments).filter(({ deploysTo }) => deploysTo === 'aws');
const outline = outlineOf(environmentSchema);

/** Every field of a value, from the outside in, without the names of records, which may all be left out. */
function fieldPaths(environment: unknown, path: FieldPath = []): FieldPath[] {
  const value = valueAt(environment, path);
  if (typeof value !== 'object' || value === null) return [];
  const isRecord = outlineAt(outline, environment, path)?.propertyNames !== undefined;
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return isRecord ? [] : keys.flatMap((key) => [[...path, key], ...fieldPaths(environment, [...path, key])]);
}

const isField = (path: FieldPath): boolean => typeof path.at(-1) === 'string';

/** Fields that no rule reads, so that a fault in them hides no contradiction. */
const isUnrelated = (path: FieldPath): boolean => {
  const names = path.filter((key) => typeof key === 'string');
  const reads = Object.values(allRules).flatMap((rules) => rules.flatMap((rule) => rule.reads));
  return !reads.some((read) =>
    overlaps(
      read.split('.').filter((key) => key !== '*'),
      names,
    ),
  );
};

function setAt(draft: Draft, path: FieldPath, value: unknown): void {
  valueAtParent(draft, path)[path.at(-1)!] = value;
}
const valueAtParent = (draft: Draft, path: FieldPath): Draft => valueAt(draft, path.slice(0, -1));

const deleted = (path: FieldPath): Mutation => ({
  description: `delete ${fieldName(path)}`,
  apply: (draft) => delete valueAtParent(draft, path)[path.at(-1)!],
  expectedFields: [fieldName(path)],
});

const renamed = (path: FieldPath): Mutation => {
  const key = String(path.at(-1));
  const misspelt = `${key.slice(0, -1)}x`;
  return {
    description: `misspell ${fieldName(path)} as ${misspelt}`,
    apply: (draft) => {
      setAt(draft, [...path.slice(0, -1), misspelt], valueAt(draft, path));
      delete valueAtParent(draft, path)[key];
    },
    expectedFields: [fieldName(path), fieldName([...path.slice(0, -1), misspelt])],
  };
};

const replaced = (path: FieldPath, value: unknown): Mutation => ({
  description: `set ${fieldName(path)} to ${String(value)}`,
  apply: (draft) => setAt(draft, path, value),
  expectedFields: [fieldName(path)],
});

/** Values that no field of this value's type may have. */
function wrongTypes(value: unknown): readonly unknown[] {
  if (typeof value === 'number') return ['7', NaN, Infinity, null, {}, 0.5];
  if (typeof value === 'string') return [7, '', null, [], true];
  if (typeof value === 'boolean') return ['true', 1, null, undefined];
  if (value === null) return ['none', {}, false];
  return Array.isArray(value) ? [{}, null, 'one'] : [[], null, 'one', 1];
}

/** Just outside of the range that the schema gives a number. */
function outOfRange(environment: unknown, path: FieldPath): readonly number[] {
  const { minimum, maximum } = outlineAt(outline, environment, path) ?? {};
  return [
    ...(minimum !== undefined ? [minimum - 1] : []),
    ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? [maximum + 1] : []),
  ];
}

/** Other values that the field may have by itself. */
function otherValues(environment: unknown, path: FieldPath): readonly unknown[] {
  const { enum: names, minimum = 1, maximum = Infinity } = outlineAt(outline, environment, path) ?? {};
  const value = valueAt(environment, path);
  if (names) return names.filter((name) => name !== value);
  if (typeof value !== 'number') return [];
  const candidates = [minimum, value - 1, value + 1, Math.ceil(value * 1.5), value * 2];
  return candidates.filter((other) => other !== value && other >= minimum && other <= maximum);
}

/** A choice of what a list of fields gives; fields that give nothing are passed over. */
function choice<T>(
  paths: readonly FieldPath[],
  candidates: (path: FieldPath) => readonly T[],
): fc.Arbitrary<T> {
  const choices = paths.map(candidates).filter((options) => options.length > 0);
  return fc.constantFrom(...choices).chain((options) => fc.constantFrom(...options));
}

function shapeMutation(environment: unknown, paths: readonly FieldPath[]): fc.Arbitrary<Mutation> {
  const fields = paths.filter(isField);
  return fc.oneof(
    choice(fields, (path) => [deleted(path)]),
    choice(fields, (path) => [renamed(path)]),
    choice(paths, (path) => wrongTypes(valueAt(environment, path)).map((wrong) => replaced(path, wrong))),
    choice(paths, (path) => outOfRange(environment, path).map((wrong) => replaced(path, wrong))),
  );
}

const mutationOf = ({ name, plant, fields }: Contradiction): Mutation => ({
  description: `plant ${name}`,
  apply: plant,
  expectedFields: fields,
});

function mutated(base: string, mutations: readonly Mutation[]): MutatedConfig {
  const value = draftOf(base);
  for (const { apply } of mutations) apply(value);
  return {
    description: `${base}: ${mutations.map(({ description }) => description).join(', ')}`,
    value,
    expectedFields: mutations.flatMap(({ expectedFields }) => expectedFields),
  };
}

const anyBase = fc.constantFrom(...bases.map(({ name }) => name));
const anyContradiction = fc.constantFrom(...contradictions);
const unrelatedPaths = (base: string): FieldPath[] => fieldPaths(environments[base]).filter(isUnrelated);

const wrongShape = anyBase.chain((base) =>
  shapeMutation(environments[base], fieldPaths(environments[base])).map((mutation) =>
    mutated(base, [mutation]),
  ),
);
const contradicting = anyContradiction.map((contradiction) =>
  mutated(contradiction.base, [mutationOf(contradiction)]),
);
const bothAtOnce = anyContradiction.chain((contradiction) =>
  shapeMutation(environments[contradiction.base], unrelatedPaths(contradiction.base)).map((mutation) =>
    mutated(contradiction.base, [mutation, mutationOf(contradiction)]),
  ),
);
const otherwise = anyBase.chain((base) =>
  choice(fieldPaths(environments[base]), (path) =>
    otherValues(environments[base], path).map((value) => replaced(path, value)),
  ).map((mutation): MutatedConfig => ({
    ...mutated(base, [mutation]),
    expectedFields: 'accepted-or-refused',
  })),
);

const mutatedConfig: fc.Arbitrary<MutatedConfig> = fc.oneof(
  { weight: 8, arbitrary: wrongShape },
  { weight: 4, arbitrary: contradicting },
  { weight: 4, arbitrary: bothAtOnce },
  { weight: 4, arbitrary: otherwise },
);
