import type { Fault } from '../errors';
import type { ThirdPartyImage } from '../images';
import type { Environment } from '../schema';

/** What a rule may look at besides the environment itself. */
export interface World {
  /** Decides which versions are still supported. */
  readonly today: Date;
  /** The other environments of the catalogue. */
  readonly others: readonly Environment[];
  /** Every third-party image that a chart runs. */
  readonly thirdPartyImages: readonly ThirdPartyImage[];
  /** Whether a folder, seen from the repository's root, can be built into an image. */
  readonly hasDockerfile: (folder: string) => boolean;
}

/** One entry of a list, and the field that it is. */
export interface Entry<T> {
  readonly field: string;
  readonly value: T;
}

/** Names of fields, `database.storageGib`; `*` stands for every entry of a list, `network.zones.*.name`. */
export type FieldsOf<T> = T extends string | number | boolean | null
  ? never
  : T extends readonly (infer E)[]
    ? '*' | `*.${FieldsOf<E>}`
    : { [K in keyof T & string]: K | `${K}.${FieldsOf<T[K]>}` }[keyof T & string];

/** The type of a field; of a name with `*`, all entries that have the right shape. */
export type FieldValue<T, Name extends string> = Name extends `${infer Head}.${infer Rest}`
  ? T extends readonly (infer E)[]
    ? readonly Entry<FieldValue<E, Rest>>[]
    : Head extends keyof T
      ? FieldValue<T[Head], Rest>
      : never
  : T extends readonly (infer E)[]
    ? readonly Entry<E>[]
    : Name extends keyof T
      ? T[Name]
      : never;

type FieldValues<Names extends readonly string[]> = {
  readonly [I in keyof Names]: FieldValue<Environment, Names[I]>;
};

/** A contradiction between fields that each have the right shape. */
export interface Rule {
  /** The fields that it sees, and no other: it is skipped while one of them has a wrong shape. */
  readonly reads: readonly string[];
  readonly faults: (values: readonly unknown[], world: World) => readonly Fault[];
}

export function rule<const Names extends readonly FieldsOf<Environment>[]>(
  reads: Names,
  faults: (values: FieldValues<Names>, world: World) => readonly Fault[],
): Rule {
  // The values come from the names, so their types are the ones that the names stand for.
  return { reads, faults: faults as Rule['faults'] };
}
