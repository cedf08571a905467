import { nodeLabels, workersTaint } from '../../../config/contract';
import { loadEnvironment } from '../../../config/load';
import { fakeNodes } from '../../../rehearsal/cluster/fake-nodes';

const production = loadEnvironment('production');
const nodes = fakeNodes([production]);
const labelsOf = (label: string): unknown[] =>
  nodes.map(({ metadata }) => (metadata.labels as Record<string, string>)[label]);

test('each pool has a node in each zone', () => {
  const places = nodes.map(
    (_, index) => `${labelsOf(nodeLabels.pool)[index]} ${labelsOf(nodeLabels.zone)[index]}`,
  );
  expect(places.sort()).toEqual(
    ['general', 'workers']
      .flatMap((pool) => production.network.zones.map(({ name }) => `${pool} ${name}`))
      .sort(),
  );
});

test('nodes are of the architecture that their pool buys', () => {
  expect(new Set(labelsOf(nodeLabels.architecture))).toEqual(
    new Set([production.cluster.pools.general.architecture]),
  );
});

test('only nodes for workers turn other pods away', () => {
  const tainted = nodes.filter(({ spec }) => (spec as { taints: unknown[] }).taints.length > 0);
  expect(tainted.map(({ spec }) => spec)).toEqual(
    production.network.zones.map(() => ({ taints: [workersTaint] })),
  );
});

test('environments that buy the same nodes share them', () => {
  expect(fakeNodes([production, production])).toHaveLength(nodes.length);
});
