import type { CostedObject } from '../../../../ops/cost/nodes/kubernetes-shapes';
import { frozenProduction, modelOf } from '../frozen-production';

const withObjects = (...objects: readonly CostedObject[]) => {
  const inputs = frozenProduction();
  return modelOf({ ...inputs, objects: [...inputs.objects, ...objects] });
};
const linesOf = (resource: string, ...objects: readonly CostedObject[]) =>
  withObjects(...objects).lines.filter((line) => line.resource === resource);

const service = (scheme: string): CostedObject => ({
  kind: 'Service',
  metadata: {
    name: 'another',
    annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': scheme },
  },
  spec: { type: 'LoadBalancer' },
});

test('a load balancer that faces the internet has an address in every zone', () => {
  const own = linesOf('Service/another', service('internet-facing'));
  expect(own.map(({ priceId, monthlyUsd }) => [priceId, monthlyUsd.floor])).toEqual([
    ['nlb.hour', 16.43],
    ['nlb.lcu', 0],
    ['ipv4.hour', 10.95],
  ]);
});

test('an internal load balancer has none', () => {
  expect(linesOf('Service/another', service('internal')).map(({ priceId }) => priceId)).toEqual([
    'nlb.hour',
    'nlb.lcu',
  ]);
});

test('each replica of a stateful set has its volumes', () => {
  const set: CostedObject = {
    kind: 'StatefulSet',
    metadata: { name: 'archive', namespace: 'monitoring' },
    spec: {
      replicas: 2,
      template: { spec: { containers: [] } },
      volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '50Gi' } } } }],
    },
  };
  expect(linesOf('StatefulSet/archive', set).map(({ monthlyUsd }) => monthlyUsd.floor)).toEqual([8]);
});

test('a claim is a volume', () => {
  const claim: CostedObject = {
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'files' },
    spec: { resources: { requests: { storage: '10Gi' } } },
  };
  expect(linesOf('PersistentVolumeClaim/files', claim).map(({ monthlyUsd }) => monthlyUsd.ceiling)).toEqual([
    0.8,
  ]);
});

test('daemons take room from every node', () => {
  const agent: CostedObject = {
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      template: {
        spec: {
          tolerations: [{ operator: 'Exists' }],
          containers: [{ resources: { requests: { cpu: '1500m', memory: '128Mi' } } }],
        },
      },
    },
  };
  expect(withObjects(agent).totals.floor).toBeGreaterThan(withObjects().totals.floor);
});

test('a daemon that tolerates no taint stays off the tainted pool', () => {
  const workersUsd = (tolerations: { operator: string }[]) =>
    linesOf('NodePool/workers', {
      kind: 'DaemonSet',
      metadata: { name: 'agent' },
      spec: {
        template: {
          spec: { tolerations, containers: [{ resources: { requests: { cpu: '1500m' } } }] },
        },
      },
    }).reduce((sum, { monthlyUsd }) => sum + monthlyUsd.floor, 0);
  expect(workersUsd([])).toBeLessThan(workersUsd([{ operator: 'Exists' }]));
});

test('at the ceiling spot nodes cost what nodes on demand cost', () => {
  const prices = linesOf('NodePool/workers').filter(({ quantity }) => quantity.ceiling > 0);
  expect(prices.some(({ priceId }) => priceId.startsWith('spot.'))).toBe(false);
});

test('at the ceiling a pool is bought up to its limit', () => {
  const nodes = linesOf('NodePool/general').filter(({ priceId }) => priceId.startsWith('ec2.'));
  expect(nodes.map(({ priceId, quantity }) => [priceId, quantity.ceiling])).toEqual([
    ['ec2.m6g.large', 0],
    ['ec2.c7g.xlarge', (28 / 4) * 730],
  ]);
});

test('a pool without limits has no ceiling, so it is unpriced', () => {
  const inputs = frozenProduction();
  const objects = inputs.objects.map((object) =>
    object.kind === 'NodePool' ? { ...object, spec: { ...object.spec, limits: undefined } } : object,
  );
  expect(modelOf({ ...inputs, objects }).unpriced.map(({ why }) => why)).toEqual([
    'the pool buys nodes without end: give it limits of cpu and memory',
    'the pool buys nodes without end: give it limits of cpu and memory',
  ]);
});

test('an application load balancer has no price', () => {
  const ingressClass: CostedObject = {
    kind: 'IngressClass',
    metadata: { name: 'alb' },
    spec: { controller: 'eks.amazonaws.com/alb' },
  };
  expect(withObjects(ingressClass).unpriced).toHaveLength(1);
});
