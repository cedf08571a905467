import { synthesizedTree } from '../support/synthesized';
import { lawfulNames } from '../support/variants';
import { laws } from './all-laws';

describe.each(lawfulNames)('%s', (name) => {
  const tree = synthesizedTree(name);

  test.each(Object.entries(laws))('%s', (_, law) => {
    expect(law(tree)).toEqual([]);
  });
});
