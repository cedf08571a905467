import { mutationsInTests } from './mutated-variants';
import { synthesizeAll } from './synthesize-all';
import { synthesizedRootVariable } from './synthesized';

/** Synthesizes every environment once; tests read the result as data. */
export default async function globalSetup(): Promise<void> {
  process.env[synthesizedRootVariable] = await synthesizeAll(mutationsInTests);
}
