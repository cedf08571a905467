import { type ModelField, modelOf } from '../../../ops/kubernetes/client-models';
import { modelFaults, objectName } from '../../../ops/kubernetes/object-faults';

const field = (baseName: string, type: string, format = ''): ModelField => ({ baseName, type, format });

const models: Readonly<Record<string, readonly ModelField[]>> = {
  Pod: [field('name', 'string'), field('spec', 'Spec')],
  Spec: [
    field('replicas', 'number', 'int32'),
    field('share', 'number', 'double'),
    field('paused', 'boolean'),
    field('containers', 'Array<Container>'),
    field('labels', '{ [key: string]: string; }'),
    field('port', 'IntOrString', 'int-or-string'),
    field('since', 'Date', 'date-time'),
    field('anything', 'any'),
  ],
  Container: [field('image', 'string')],
};
const faultsOf = (spec: unknown): string[] =>
  modelFaults({ name: 'x', spec }, 'Pod', (name) => models[name]!);

test('an object of the right fields and types has no fault', () => {
  const spec = {
    replicas: 2,
    share: 0.5,
    paused: false,
    containers: [{ image: 'a' }],
    labels: { a: 'b' },
    port: 'http',
    since: '2026-11-23T00:00:00Z',
    anything: { a: [1] },
  };
  expect(faultsOf(spec)).toEqual([]);
});

test.each([
  ['an unknown field', { replica: 2 }, 'spec.replica: Spec has no such field'],
  ['a text for a number', { replicas: '2' }, 'spec.replicas: "2" is no int32'],
  ['a fraction for a whole number', { replicas: 1.5 }, 'spec.replicas: 1.5 is no int32'],
  ['a text for a number with a fraction', { share: '0.5' }, 'spec.share: "0.5" is no double'],
  ['a text for a switch', { paused: 'true' }, 'spec.paused: "true" is no boolean'],
  ['an object for a list', { containers: {} }, 'spec.containers: {} is no list'],
  ['a wrong entry of a list', { containers: [{ image: 1 }] }, 'spec.containers[0].image: 1 is no string'],
  ['a text for an entry', { containers: ['a'] }, 'spec.containers[0]: "a" is no Container'],
  ['a list for named values', { labels: [] }, 'spec.labels: [] is no object'],
  ['a number for a label', { labels: { a: 1 } }, 'spec.labels.a: 1 is no string'],
  ['a fraction for a port', { port: 1.5 }, 'spec.port: 1.5 is no int-or-string'],
  ['a text that is no time', { since: 'now' }, 'spec.since: "now" is no date-time'],
  ['nothing for a model', null, 'spec: null is no Spec'],
])('%s is a fault', (_, spec, fault) => {
  expect(faultsOf(spec)).toEqual([fault]);
});

test.each([
  ['v1', 'ConfigMap', { model: 'V1ConfigMap' }],
  ['apps/v1', 'Deployment', { model: 'V1Deployment' }],
  ['autoscaling/v2', 'HorizontalPodAutoscaler', { model: 'V2HorizontalPodAutoscaler' }],
  ['networking.k8s.io/v1', 'NetworkPolicy', { model: 'V1NetworkPolicy' }],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', { model: 'V1ClusterRole' }],
  ['events.k8s.io/v1', 'Event', { model: 'EventsV1Event' }],
  ['v1', 'Event', { model: 'CoreV1Event' }],
  ['karpenter.sh/v1', 'NodePool', 'custom'],
  ['secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'custom'],
  ['apps/v1', 'HorizontalPodAutoscaler', 'unknown'],
  ['apps/v1beta1', 'Deployment', 'unknown'],
  ['v1', 'Deployment', 'unknown'],
  ['v1', 'Confgmap', 'unknown'],
])('%s %s is %p', (apiVersion, kind, model) => {
  expect(modelOf(apiVersion, kind)).toEqual(model);
});

test('an object is named by its kind, namespace and name', () => {
  expect(objectName({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'b' } })).toBe(
    'Secret b/a',
  );
});
