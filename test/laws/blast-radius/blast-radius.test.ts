import { synthesizedTree } from '../../support/synthesized';
import { objectsOfKind } from '../kubernetes-objects';
import type { Tree } from '../tree';
import { changedVariant, changes } from './changes';

const production = synthesizedTree('production');

const changedStacks = (before: Tree, after: Tree): string[] =>
  before.stacks
    .filter(({ noun, template }) => {
      const other = after.stacks.find((stack) => stack.noun === noun);
      return JSON.stringify(template) !== JSON.stringify(other?.template);
    })
    .map(({ noun }) => noun);

test.each(changes)('$field changes $stacks: $why', ({ field, stacks }) => {
  const changed = changedStacks(production, synthesizedTree(changedVariant(field)));
  expect(changed.toSorted()).toEqual(stacks.toSorted());
});

test('a chart that changes changes the hash that its gates carry', () => {
  const hashes = (tree: Tree) => JSON.stringify(tree.stacks).match(/"ChartHash":"[0-9a-f]+"/g);
  const changed = synthesizedTree(changedVariant('application.components.api.replicas.max'));
  expect(hashes(changed)).not.toEqual(hashes(production));
});

const jobNames = (tree: Tree): string[] => objectsOfKind(tree, 'Job').map(({ metadata }) => metadata.name);

test('a migration that changes is a Job with another name', () => {
  const changed = synthesizedTree(changedVariant('application.migration.memoryLimitMib'));
  expect(jobNames(changed)).not.toEqual(jobNames(production));
});

test('a migration that stays the same keeps its Job', () => {
  const changed = synthesizedTree(changedVariant('application.components.api.replicas.max'));
  expect(jobNames(changed)).toEqual(jobNames(production));
});
