import { environments } from '../../../config/load';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a draft takes any value, also one that no type allows
export type Draft = any;

/** Values that are each of the right shape and cannot stand together. */
export interface Contradiction {
  readonly name: string;
  /** Environment that it is planted in. */
  readonly base: string;
  readonly plant: (draft: Draft) => void;
  /** Fields of the faults that are then reported, in any order, and no others. */
  readonly fields: readonly string[];
}

/** A copy of an environment's literal that may be changed at will. */
export const draftOf = (name: string): Draft => structuredClone(environments[name]);

const on =
  (base: string) =>
  (name: string, plant: (draft: Draft) => void, fields: readonly string[]): Contradiction => ({
    name,
    base,
    plant,
    fields,
  });
export const inProduction = on('production');
export const inStarter = on('starter');
export const inRecovery = on('recovery');
