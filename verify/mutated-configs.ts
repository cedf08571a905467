import { laws } from '../test/laws/all-laws';
import { mutatedVariants } from '../test/support/mutated-variants';
import { treeIn } from '../test/support/synthesized';
import type { Check } from './check';

/** Every accepted one of 200 mutated configs synthesizes and passes every law; `npm test` does a few. */
export const mutatedConfigs: Check = {
  name: 'mutations: every accepted mutated config passes every law',
  async run({ synthesized }) {
    const folder = await synthesized();
    const variants = mutatedVariants(Infinity);
    const failures = variants.flatMap((variant) => {
      const tree = treeIn(folder, variant.name);
      return Object.entries(laws).flatMap(([name, law]) =>
        law(tree).map((violation) => `${variant.description}: ${name}: ${violation}`),
      );
    });
    return { passed: variants.length, failures };
  },
};
