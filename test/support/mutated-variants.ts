import { environmentSchema } from '../../config/schema';
import { refusalOf } from '../config/faults-of';
import { mutatedConfigs } from '../config/mutations';
import type { Variant } from './variants';

/** How many configs are mutated; the same seed makes the same ones. */
const count = 200;
const seed = 20_261_123;

/** How many accepted ones `npm test` synthesizes; `npm run verify` does all. */
export const mutationsInTests = 8;

/** The first mutated configs that are accepted, as variants named `mutated-<number>`. */
export function mutatedVariants(most: number): (Variant & { readonly description: string })[] {
  const accepted: (Variant & { readonly description: string })[] = [];
  for (const { description, value } of mutatedConfigs(count, seed)) {
    if (accepted.length === most) break;
    if (refusalOf(value) !== null) continue;
    const environment = environmentSchema.parse(value);
    accepted.push({ name: `mutated-${accepted.length + 1}`, description, environment, validated: false });
  }
  return accepted;
}
