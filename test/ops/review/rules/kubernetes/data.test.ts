import type { JsonObject } from '../../../../../ops/review/change';
import { kubernetesObject, objectDangers, ofObject, ofObjects } from '../verdict-of';

const claims = (storage: string) => [
  { metadata: { name: 'data' }, spec: { resources: { requests: { storage } } } },
];
const stateful = (spec: JsonObject): JsonObject => ({
  spec: {
    serviceName: 'thing',
    selector: { matchLabels: { app: 'thing' } },
    ...spec,
    template: { metadata: { labels: { app: 'thing' } }, spec: { containers: [{ name: 'thing' }] } },
  },
});
const claim = (storage: string, storageClassName = 'gp3'): JsonObject => ({
  spec: { storageClassName, resources: { requests: { storage } } },
});
const temporal = (shards: number): JsonObject => ({
  data: { 'server.yaml': `persistence:\n  numHistoryShards: ${shards}\n  defaultStore: default\n` },
});

objectDangers([
  [
    'another volume template of a StatefulSet',
    'StatefulSet',
    stateful({ volumeClaimTemplates: claims('10Gi') }),
    stateful({ volumeClaimTemplates: claims('20Gi') }),
    'data-loss',
    'data-loss',
  ],
  [
    'volumes that go with their pods',
    'StatefulSet',
    stateful({ persistentVolumeClaimRetentionPolicy: { whenScaled: 'Retain' } }),
    stateful({ persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } }),
    'data-loss',
  ],
  ['a volume that shrinks', 'PersistentVolumeClaim', claim('20Gi'), claim('10Gi'), 'data-loss'],
  [
    'a claim of another storage class',
    'PersistentVolumeClaim',
    claim('10Gi', 'gp3'),
    claim('10Gi', 'io2'),
    'data-loss',
    'data-loss',
  ],
  [
    'another kind of volume in a storage class',
    'StorageClass',
    { parameters: { type: 'gp3' } },
    { parameters: { type: 'io2' } },
    'data-loss',
    'data-loss',
  ],
  [
    'another number of Temporal’s shards',
    'ConfigMap',
    temporal(512),
    temporal(1024),
    'data-loss',
    'data-loss',
  ],
]);

test('Temporal’s settings other than its shards are nobody’s loss', () => {
  expect(
    ofObject('ConfigMap', temporal(512), {
      data: { 'server.yaml': `${'persistence:\n  numHistoryShards: 512\n'}log: {}\n` },
    }),
  ).toBe('safe');
});

test.each([
  ['Namespace', 'data-loss'],
  ['PersistentVolumeClaim', 'data-loss'],
  ['CustomResourceDefinition', 'data-loss'],
  ['StatefulSet', 'downtime'],
  ['Job', 'safe'],
])('%s removed: %s', (kind, risk) => {
  expect(ofObject(kind, {}, null)).toBe(risk);
});

test('a StatefulSet under another name starts empty', () => {
  const named = (name: string) =>
    kubernetesObject('StatefulSet', name, stateful({ volumeClaimTemplates: claims('1Gi') }));
  expect(ofObjects([named('one')], [named('two')])).toBe('data-loss');
});
