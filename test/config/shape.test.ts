import { type Draft, draftOf } from './contradictions/contradiction';
import { faultyFields, refusalOf, source } from './faults-of';

/** The sentences about production with one change. */
function sentences(change: (draft: Draft) => void): string[] {
  const draft = draftOf('production');
  change(draft);
  return refusalOf(draft)?.message.replaceAll(`${source}: `, '').split('\n') ?? [];
}

const oneSentence: readonly [string, (draft: Draft) => void, string][] = [
  [
    'a missing field',
    (d) => delete d.database.storageGib,
    'database.storageGib: got nothing; allowed: a whole number from 20 to 65536',
  ],
  [
    'a missing part',
    (d) => delete d.edge,
    'edge: got nothing; allowed: an object with hostedZone, appHost, certificates',
  ],
  [
    'a wrong type',
    (d) => (d.database.storageGib = '200'),
    'database.storageGib: got "200"; allowed: a whole number from 20 to 65536',
  ],
  [
    'NaN',
    (d) => (d.observability.costAnomalyUsd = NaN),
    'observability.costAnomalyUsd: got NaN; allowed: a number above 0',
  ],
  [
    'Infinity',
    (d) => (d.images.taggedKept = Infinity),
    'images.taggedKept: got Infinity; allowed: a whole number from 1 to 1000',
  ],
  [
    'a fraction',
    (d) => (d.images.taggedKept = 1.5),
    'images.taggedKept: got 1.5; allowed: a whole number from 1 to 1000',
  ],
  [
    'no list',
    (d) => (d.network.zones = 'us-east-1a'),
    'network.zones: got "us-east-1a"; allowed: a list from 2 to 3 entries, each an object with name, publicCidr, privateCidr, dataCidr',
  ],
  [
    'a text of another form',
    (d) => (d.network.zones[0].name = 'a'),
    'network.zones[0].name: got "a"; allowed: a zone name such as us-east-1a',
  ],
  [
    'a misspelt choice',
    (d) => (d.cluster.pools.workers.capacity = 'spott'),
    'cluster.pools.workers.capacity: got "spott"; allowed: on-demand or spot (did you mean spot?)',
  ],
  [
    'a period that CloudWatch Logs does not have',
    (d) => (d.network.flowLogRetentionDays = 31),
    'network.flowLogRetentionDays: got 31; allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653',
  ],
  [
    'a protection that is off without a reason',
    (d) => (d.database.deletionProtection = { enabled: false }),
    'database.deletionProtection.reason: got nothing; allowed: a reason of at least 20 characters',
  ],
  [
    'a reason of blanks',
    (d) => (d.database.deletionProtection = { enabled: false, reason: ' '.repeat(30) }),
    'database.deletionProtection.reason: got "                              "; allowed: a reason of at least 20 characters',
  ],
  [
    'a tag instead of a digest',
    (d) => (d.application.image = { kind: 'digest', reference: 'shop/app:latest', architectures: ['arm64'] }),
    'application.image.reference: got "shop/app:latest"; allowed: REGISTRY/REPOSITORY@sha256:… with 64 hexadecimal digits (a digest, never a tag)',
  ],
  [
    'an image without a reference',
    (d) => (d.application.image = { kind: 'digest', architectures: ['arm64'] }),
    'application.image.reference: got nothing; allowed: REGISTRY/REPOSITORY@sha256:… with 64 hexadecimal digits (a digest, never a tag)',
  ],
  [
    'a variable that no shell can set',
    (d) => (d.application.variables = { 'log-level': 'info' }),
    'application.variables.log-level: got the name "log-level"; allowed: an upper-case variable name such as LOG_LEVEL',
  ],
  [
    'a block with host bits',
    (d) => (d.cluster.endpointAccessCidrs = ['52.1.2.3/24']),
    'cluster.endpointAccessCidrs[0]: got "52.1.2.3/24"; allowed: an IPv4 block with its host bits zero, such as 10.0.0.0/16',
  ],
  [
    'a field that does not exist',
    (d) => (d.images.taggedKeep = 5),
    'images.taggedKeep: got a field that does not exist; allowed: untaggedRetentionDays, taggedKept (did you mean taggedKept?)',
  ],
  [
    'a field named constructor',
    (d) => (d.images.constructor = 5),
    'images.constructor: got a field that does not exist; allowed: untaggedRetentionDays, taggedKept',
  ],
  [
    'a wrong kind',
    (d) => (d.database.from = { kind: 'snapshots' }),
    'database.from.kind: got "snapshots"; allowed: new, snapshot, pointInTime, regionalReplica (did you mean snapshot?)',
  ],
];

test.each(oneSentence)('%s', (_, change, sentence) => {
  expect(sentences(change)).toEqual([sentence]);
});

test('a misspelt kind is told with the field that it became', () => {
  expect(faultyFields({ ...draftOf('production'), state: { kin: 'own' } })).toEqual([
    'state.kind',
    'state.kin',
  ]);
});

test('a field named __proto__ is refused, where zod would drop it', () => {
  const draft = JSON.parse(
    JSON.stringify(draftOf('production')).replace('{', '{"__proto__":{"admin":true},'),
  );
  expect(faultyFields(draft)).toEqual(['__proto__']);
});

test('a variable named __proto__ is refused', () => {
  const draft = draftOf('production');
  draft.application.variables = JSON.parse('{"__proto__":"x"}');
  expect(faultyFields(draft)).toEqual(['application.variables.__proto__']);
});

test.each([null, undefined, 7, 'production', [], () => 1])('%p is no environment', (value) => {
  expect(refusalOf(value)?.faults).not.toEqual([]);
});

test('a value that refers to itself is refused in words', () => {
  const draft = draftOf('production');
  draft.images.taggedKept = draft;
  expect(sentences((d) => Object.assign(d, draft))).toEqual([
    'images.taggedKept: got an object that refers to itself; allowed: a whole number from 1 to 1000',
  ]);
});

test('a long value is cut', () => {
  const [sentence] = sentences((d) => (d.images.taggedKept = 'x'.repeat(1000)));
  expect(sentence?.length).toBeLessThan(200);
});

test('all faults are told at once', () => {
  const draft = draftOf('production');
  delete draft.purpose;
  draft.region = 'us-est-1';
  draft.application.components.api.replicas = { min: 9, max: 3 };
  draft.database.iops = 3000;
  expect(faultyFields(draft)).toEqual([
    'purpose',
    'region',
    'application.components.api.replicas.min',
    'database.iops',
  ]);
});
