import { undeployedInputs } from '../../charts/inputs';
import { renderChart } from '../../charts/rendered-chart';
import { StatefulWorkload, type StatefulWorkloadProps } from '../../charts/stateful-workload';
import { loadEnvironment } from '../../config/load';
import { object } from './rendered-objects';

const environment = loadEnvironment('production');
const inputs = undeployedInputs(environment);

const rendered = (changes: Partial<StatefulWorkloadProps> = {}) => [
  renderChart('metrics', (chart) => {
    new StatefulWorkload(chart, {
      environment,
      inputs,
      replicas: 2,
      start: 'parallel',
      volume: { folder: '/data', storageGib: 30 },
      pod: {
        name: 'prometheus',
        image: 'quay.io/prometheus/prometheus:v3.16.0',
        arguments: [],
        variables: [],
        userId: 65_534,
        pool: 'general',
        priorityClassName: 'application',
        cpuRequestMillicores: 100,
        memoryRequestMib: 128,
        memoryLimitMib: 256,
        writableFolders: [{ path: '/tmp', sizeMib: 8 }],
        readOnlyVolumes: [],
      },
      ports: [{ name: 'metrics', port: 9090 }],
      probes: {},
      drainSeconds: 5,
      shutdownSeconds: 60,
      servicePorts: [{ name: 'metrics', port: 9090 }],
      ...changes,
    });
  }),
];
const setOf = (changes?: Partial<StatefulWorkloadProps>) =>
  object(rendered(changes), 'StatefulSet', 'prometheus').spec;

test('each pod has a volume of the platform’s class, mounted where it says', () => {
  const { volumeClaimTemplates, template } = setOf();
  expect(volumeClaimTemplates).toEqual([
    {
      metadata: { name: 'data' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'gp3-encrypted',
        resources: { requests: { storage: '30Gi' } },
      },
    },
  ]);
  expect(template.spec.containers[0].volumeMounts).toContainEqual({ name: 'data', mountPath: '/data' });
});

test('a volume stays when the set shrinks or goes', () => {
  expect(setOf().persistentVolumeClaimRetentionPolicy).toEqual({
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  });
});

test.each([
  ['ordered', 'OrderedReady'],
  ['parallel', 'Parallel'],
] as const)('pods start %s', (start, policy) => {
  expect(setOf({ start }).podManagementPolicy).toBe(policy);
});

test('its name leads to each pod, and to those that are not ready only where peers need it', () => {
  const service = (changes?: Partial<StatefulWorkloadProps>) =>
    object(rendered(changes), 'Service', 'prometheus').spec;
  expect(service()).toMatchObject({
    clusterIP: 'None',
    selector: { 'app.kubernetes.io/name': 'prometheus' },
  });
  expect(service().publishNotReadyAddresses).toBeUndefined();
  expect(service({ publishesUnready: true }).publishNotReadyAddresses).toBe(true);
});

test('it drains, stops and is spread like every workload, by the label of its own revisions', () => {
  const { spec } = setOf().template;
  expect(spec.containers[0].lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
  expect(spec.terminationGracePeriodSeconds).toBe(65);
  expect(spec.topologySpreadConstraints[0].matchLabelKeys).toEqual(['controller-revision-hash']);
});

test('what it reads from a ConfigMap is part of its revision', () => {
  const revision = (configuration: object) =>
    setOf({ configuration }).template.metadata.labels['platform/revision'];
  expect(revision({ a: 1 })).not.toBe(revision({ a: 2 }));
});

test.each(['ServiceAccount', 'NetworkPolicy', 'PodDisruptionBudget'])('it brings its %s', (kind) => {
  expect(object(rendered(), kind, 'prometheus').metadata.namespace).toBe('monitoring');
});
