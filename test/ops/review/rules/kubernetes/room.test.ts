import type { JsonObject } from '../../../../../ops/review/change';
import { deployment, kubernetesObject, objectDangers, ofObject, ofObjects } from '../verdict-of';

const scaler = (spec: JsonObject): JsonObject => ({
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'api' }, minReplicas: 3, maxReplicas: 10, ...spec },
});
const cpuAt = (averageUtilization: number): JsonObject => ({
  metrics: [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } },
  ],
});
const queue = (listLength: string): JsonObject => ({
  spec: {
    scaleTargetRef: { name: 'api' },
    triggers: [{ type: 'redis', metadata: { listName: 'waiting', listLength } }],
  },
});
const budget = (spec: JsonObject): JsonObject => ({
  spec: { selector: { matchLabels: { app: 'api' } }, ...spec },
});
const pool = (spec: JsonObject): JsonObject => ({ spec: { template: { spec: {} }, ...spec } });
const api = deployment('api');

objectDangers(
  [
    ['fewer pods at most', 'HorizontalPodAutoscaler', scaler({}), scaler({ maxReplicas: 6 }), 'capacity'],
    ['fewer pods at least', 'HorizontalPodAutoscaler', scaler({}), scaler({ minReplicas: 2 }), 'capacity'],
    ['more pods later', 'HorizontalPodAutoscaler', scaler(cpuAt(70)), scaler(cpuAt(90)), 'capacity'],
    ['a longer queue for each worker', 'ScaledObject', queue('50'), queue('200'), 'capacity'],
    [
      'more pods drained at once',
      'PodDisruptionBudget',
      budget({ maxUnavailable: 1 }),
      budget({ maxUnavailable: 2 }),
      'capacity',
    ],
    [
      'a smaller quota',
      'ResourceQuota',
      { spec: { hard: { 'requests.cpu': '4' } } },
      { spec: { hard: { 'requests.cpu': '3500m' } } },
      'capacity',
    ],
    [
      'a quota without memory',
      'ResourceQuota',
      { spec: { hard: { pods: '5', 'limits.memory': '1Gi' } } },
      { spec: { hard: { pods: '5' } } },
      'capacity',
    ],
    [
      'a pool that buys less',
      'NodePool',
      pool({ limits: { cpu: '32' } }),
      pool({ limits: { cpu: '16' } }),
      'capacity',
    ],
  ],
  [api],
);

test.each([
  ['HorizontalPodAutoscaler', scaler({})],
  ['PodDisruptionBudget', budget({ maxUnavailable: 1 })],
  ['ResourceQuota', { spec: { hard: { pods: '5' } } }],
])('%s removed leaves less room', (kind, fields) => {
  expect(ofObject(kind, fields, null, [api])).toBe('capacity');
});

test('an autoscaler that goes with its pods is not missed by itself', () => {
  const all = [api, kubernetesObject('HorizontalPodAutoscaler', 'api', scaler({}))];
  expect(ofObjects(all, [])).toBe('downtime');
});

test('pods with less memory', () => {
  const sized = (memory: string) => deployment('api', { container: { resources: { limits: { memory } } } });
  expect([
    ofObjects([sized('768Mi')], [sized('512Mi')]),
    ofObjects([sized('768Mi')], [sized('1Gi')]),
    ofObjects([sized('1024Mi')], [sized('1Gi')]),
  ]).toEqual(['capacity', 'restart', 'restart']);
});
