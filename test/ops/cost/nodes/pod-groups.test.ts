import {
  type CostedObject,
  mebibytes,
  millicores,
  type PodSpec,
} from '../../../../ops/cost/nodes/kubernetes-shapes';
import { daemons, podGroups } from '../../../../ops/cost/nodes/pod-groups';
import { assumedUsage } from '../../../../ops/cost/usage/assumed-usage';
import { loadOf } from '../../../../ops/cost/usage/load';

const requests = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory } } });

const workload = (
  name: string,
  pod: Partial<PodSpec> = {},
  kind = 'Deployment',
  replicas?: number,
): CostedObject => ({
  kind,
  metadata: { name, namespace: 'app' },
  spec: { replicas, template: { spec: { containers: [requests('250m', '512Mi')], ...pod } } },
});

const autoscaler = (name: string, kind = 'HorizontalPodAutoscaler'): CostedObject => ({
  kind,
  metadata: { name: `${name}-scaler`, namespace: 'app' },
  spec: {
    ...(kind === 'ScaledObject'
      ? { minReplicaCount: 2, maxReplicaCount: 6 }
      : { minReplicas: 2, maxReplicas: 6 }),
    scaleTargetRef: { kind: 'Deployment', name },
  },
});

const groups = (objects: readonly CostedObject[], customers = 1, grows = false) =>
  podGroups(objects, loadOf(assumedUsage, customers), grows);

test.each([
  ['250m', 250],
  ['2', 2000],
  ['0.5', 500],
])('%s of CPU are %d millicores', (text, expected) => {
  expect(millicores(text)).toBe(expected);
});

test.each([
  ['512Mi', 512],
  ['2Gi', 2048],
  ['1048576', 1],
  ['1048576k', 1000],
])('%s of memory are %d MiB', (text, expected) => {
  expect(mebibytes(text)).toBe(expected);
});

test('containers and sidecars add up, and init containers count where they ask for more', () => {
  const pod: PodSpec = {
    containers: [requests('100m', '100Mi'), requests('100m', '100Mi')],
    initContainers: [{ ...requests('50m', '50Mi'), restartPolicy: 'Always' }, requests('10m', '900Mi')],
  };
  expect(groups([workload('api', pod)])[0]).toMatchObject({ millicores: 250, mib: 900 });
});

test('without an autoscaler all columns have its replicas', () => {
  expect(groups([workload('pooler', {}, 'StatefulSet', 3)])[0]?.replicas).toEqual({
    floor: 3,
    typical: 3,
    ceiling: 3,
  });
});

test.each(['HorizontalPodAutoscaler', 'ScaledObject'])('a %s gives its minimum and maximum', (kind) => {
  expect(groups([workload('api'), autoscaler('api', kind)])[0]?.replicas).toEqual({
    floor: 2,
    typical: 2,
    ceiling: 6,
  });
});

test('customers need pods', () => {
  expect(groups([workload('api'), autoscaler('api')], 1000)[0]?.replicas.typical).toBe(6);
});

test('an autoscaler ends at its maximum', () => {
  expect(groups([workload('api'), autoscaler('api')], 5000)[0]?.replicas.typical).toBe(6);
});

test('what grows passes the maximum', () => {
  expect(groups([workload('api'), autoscaler('api')], 5000, true)[0]?.replicas.typical).toBe(28);
});

test('of what nobody knows the load, typical is half way', () => {
  expect(groups([workload('mailer'), autoscaler('mailer')])[0]?.replicas.typical).toBe(4);
});

test('the autoscaler of another namespace does not count', () => {
  const other = { ...autoscaler('api'), metadata: { name: 'api', namespace: 'other' } };
  expect(groups([workload('api'), other])[0]?.replicas.ceiling).toBe(1);
});

test('a required spread over hosts keeps pods apart', () => {
  const topologySpreadConstraints = [
    { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' },
  ];
  expect(groups([workload('api', { topologySpreadConstraints })])[0]?.apart).toBe(true);
});

test('a wished spread over hosts does not', () => {
  const topologySpreadConstraints = [
    { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
  ];
  expect(groups([workload('api', { topologySpreadConstraints })])[0]?.apart).toBe(false);
});

test('a daemon set runs on every node, and is no group of its own', () => {
  const agent = workload('agent', {}, 'DaemonSet');
  expect([groups([agent]), daemons([agent]).map(({ workload: name }) => name)]).toEqual([
    [],
    ['DaemonSet/agent'],
  ]);
});

test('a job is not counted: it runs for minutes', () => {
  expect(groups([workload('migration', {}, 'Job')])).toEqual([]);
});
