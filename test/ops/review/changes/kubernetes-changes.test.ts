import type { DeployedObject, JsonObject } from '../../../../ops/review/change';
import { kubernetesChanges } from '../../../../ops/review/changes/kubernetes-changes';
import { object, sideOfObjects } from '../plain-sides';

const changes = (before: DeployedObject[], after: DeployedObject[]) =>
  kubernetesChanges(sideOfObjects('before', ...before), sideOfObjects('after', ...after));

const deployment = (image: string, podLabels: JsonObject = {}, name = 'api'): DeployedObject =>
  object('Deployment', name, {
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: { metadata: { labels: podLabels }, spec: { containers: [{ name: 'api', image }] } },
    },
  });

const job = (hash: string, deadline = 60): DeployedObject =>
  object(
    'Job',
    `migration-${hash}`,
    { spec: { activeDeadlineSeconds: deadline } },
    { labels: { 'app.kubernetes.io/name': 'migration' } },
  );

test('another image is a change of one field', () => {
  expect(changes([deployment('a:1')], [deployment('a:2')])[0]?.fields).toEqual([
    {
      path: ['spec', 'template', 'spec', 'containers', '[name=api]', 'image'],
      before: 'a:1',
      after: 'a:2',
    },
  ]);
});

test('the hash of a revision is no change', () => {
  expect(
    changes([deployment('a', { 'platform/revision': '1' })], [deployment('a', { 'platform/revision': '2' })]),
  ).toEqual([]);
});

test("the hash of a construct in CDK's label is no change", () => {
  const labelled = (hash: string): DeployedObject =>
    object('Service', 'api', {}, { labels: { [`aws.cdk.eks/prune-${hash}`]: '' } });
  expect(changes([labelled('c8a')], [labelled('c8b')])).toEqual([]);
});

test('any other label is a change', () => {
  expect(changes([deployment('a', { tier: '1' })], [deployment('a', { tier: '2' })])).toHaveLength(1);
});

test("the hash in a Job's name is no change", () => {
  expect(changes([job('0123456789')], [job('abcdef0123')])).toEqual([]);
});

test('a Job with other content is the same Job, changed', () => {
  expect(changes([job('0123456789')], [job('abcdef0123', 90)])).toMatchObject([
    { what: 'changed', fields: [{ path: ['spec', 'activeDeadlineSeconds'], before: 60, after: 90 }] },
  ]);
});

test('a newer version of the API is a change of the same object', () => {
  const service = object('Service', 'api', {});
  const newer = { ...service, apiVersion: 'v2', body: { ...service.body, apiVersion: 'v2' } };
  expect(changes([service], [newer])).toMatchObject([
    { what: 'changed', fields: [{ path: ['apiVersion'] }] },
  ]);
});

test('an object that came, and one that went', () => {
  expect(
    changes([object('Service', 'a', { spec: 1 })], [object('Service', 'b', { spec: 2 })]).map(
      ({ what }) => what,
    ),
  ).toEqual(['removed', 'added']);
});

test('another name for the same object is a move', () => {
  expect(changes([deployment('a', {}, 'api')], [deployment('a', {}, 'server')])).toMatchObject([
    { what: 'moved', before: { name: 'api' }, after: { name: 'server' } },
  ]);
});

test('another namespace for the same object is a move', () => {
  const other = object('Service', 'api', {});
  const elsewhere: DeployedObject = {
    ...other,
    namespace: 'edge',
    body: { ...other.body, metadata: { name: 'api', namespace: 'edge', labels: {} } },
  };
  expect(changes([other], [elsewhere]).map(({ what }) => what)).toEqual(['moved']);
});

const inChart = (chart: string, kind = 'Service'): DeployedObject => object(kind, 'api', {}, { chart });
const first = object('ConfigMap', 'first', {}, { chart: 'first' });
const last = object('ConfigMap', 'last', {}, { chart: 'last' });

test('a move into a chart that is applied later is a move: the earlier one prunes the object before', () => {
  expect(changes([first, inChart('first'), last], [first, inChart('last'), last])).toMatchObject([
    { what: 'moved', fields: [] },
  ]);
});

test('a move into a chart that is applied earlier is no change', () => {
  expect(changes([first, inChart('last'), last], [first, inChart('first'), last])).toEqual([]);
});

test('an object that no deploy deletes does not move', () => {
  expect(
    changes(
      [first, inChart('first', 'PersistentVolumeClaim'), last],
      [first, inChart('last', 'PersistentVolumeClaim'), last],
    ),
  ).toEqual([]);
});
