import type { ThirdPartyImage } from '../../config/images';
import { allRules } from '../../config/rules/all-rules';
import type { Rule, World } from '../../config/rules/rule';
import { ruleFaults } from '../../config/validation/rule-faults';
import { environments } from '../../config/load';
import { contradictions } from './contradictions/all-contradictions';
import { type Contradiction, draftOf } from './contradictions/contradiction';
import { faultyFields, today } from './faults-of';

function planted({ base, plant }: Contradiction) {
  const draft = draftOf(base);
  plant(draft);
  return draft;
}

const world: World = {
  today,
  others: [],
  thirdPartyImages: [],
  hasDockerfile: (folder) => folder === 'app',
};

/** These depend on more than one environment's literal, and are planted below. */
const plantedElsewhere = ['nameIsNobodyElses', 'thirdPartyImagesRunOnThePools'];

const breaks = (rules: readonly Rule[], contradiction: Contradiction): boolean => {
  const others = Object.values(environments).filter(({ name }) => name !== contradiction.base);
  return ruleFaults(rules, planted(contradiction), [], { ...world, others }).length > 0;
};

test.each(contradictions)('$name is a fault of $fields', (contradiction) => {
  expect(faultyFields(planted(contradiction)).sort()).toEqual([...contradiction.fields].sort());
});

test.each(Object.entries(allRules).filter(([name]) => !plantedElsewhere.includes(name)))(
  '%s is broken by a contradiction',
  (_, rules) => {
    expect(contradictions.some((contradiction) => breaks(rules, contradiction))).toBe(true);
  },
);

test('a rule runs while unrelated fields are broken', () => {
  const draft = draftOf('production');
  delete draft.purpose;
  draft.network.zones[0].name = 7;
  draft.network.zones[1].dataCidr = '10.0.4.0/25';
  draft.database.maxStorageGib = 200;
  expect(faultyFields(draft)).toEqual([
    'purpose',
    'network.zones[0].name',
    'network.zones[1].dataCidr',
    'database.maxStorageGib',
  ]);
});

test('a rule is skipped while a field that it reads is broken', () => {
  const draft = draftOf('production');
  draft.database.storageGib = '500';
  draft.database.maxStorageGib = 20;
  expect(faultyFields(draft)).toEqual(['database.storageGib']);
});

test('an entry that is broken does not hide the others of its list', () => {
  const draft = draftOf('production');
  draft.cluster.endpointAccessCidrs = ['everywhere', '0.0.0.0/0'];
  expect(faultyFields(draft)).toEqual(['cluster.endpointAccessCidrs[0]', 'cluster.endpointAccessCidrs[1]']);
});

test('two environments of one name are a fault', () => {
  const others = [environments.production!];
  expect(ruleFaults(allRules.nameIsNobodyElses!, draftOf('production'), [], { ...world, others })).toEqual([
    { field: 'name', got: 'production, twice', allowed: 'a name that no other environment has' },
  ]);
});

test('a third-party image without a build for a pool is a fault', () => {
  const image = {
    registry: 'registry.k8s.io',
    repository: 'old',
    tag: '1',
    architectures: ['amd64'],
  } as const satisfies ThirdPartyImage;
  const rules = allRules.thirdPartyImagesRunOnThePools!;
  const faults = ruleFaults(rules, draftOf('production'), [], { ...world, thirdPartyImages: [image] });
  expect(faults.map(({ field }) => field)).toEqual([
    'cluster.pools.general.architecture',
    'cluster.pools.workers.architecture',
  ]);
});
