import { mutatedVariants, mutationsInTests } from '../support/mutated-variants';
import { synthesizedTree } from '../support/synthesized';
import { laws } from './all-laws';

test.each(mutatedVariants(mutationsInTests))('every law holds for $description', ({ name }) => {
  const tree = synthesizedTree(name);
  const violations = Object.entries(laws).flatMap(([name, law]) =>
    law(tree).map((violation) => `${name}: ${violation}`),
  );
  expect(violations).toEqual([]);
});
