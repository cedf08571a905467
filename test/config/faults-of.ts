import { InputError } from '../../config/errors';
import { parseEnvironment } from '../../config/load';

/** A day on which every version of the environments is supported. */
export const today = new Date('2026-11-23T12:00:00Z');

export const source = 'config/environments/mutated.ts';

/** The refusal of a value; null: it is accepted. Anything but an InputError is a bug and passes through. */
export function refusalOf(value: unknown): InputError | null {
  try {
    parseEnvironment(value, source, today);
    return null;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** Fields of all faults of a value; empty: it is accepted. */
export const faultyFields = (value: unknown): string[] =>
  refusalOf(value)?.faults.map(({ field }) => field) ?? [];
