import type { ApiObject, ApiServer } from '../../../rehearsal/cluster/api-server';
import { unhealthyOf } from '../../../rehearsal/scenarios/health';

const object = (kind: string): ApiObject => ({ apiVersion: 'v1', kind, metadata: { name: kind } });

/** Kinds that are not healthy when the API server has these objects. */
async function unhealthy(live: Readonly<Record<string, object | null>>): Promise<readonly string[]> {
  const api = { get: async ({ kind }: ApiObject) => live[kind] ?? null } as unknown as ApiServer;
  return (await unhealthyOf(api, Object.keys(live).map(object))).map(({ kind }) => kind);
}

const deployment = (counts: object) => ({
  metadata: { generation: 2 },
  spec: { replicas: 3 },
  status: { observedGeneration: 2, updatedReplicas: 3, replicas: 3, availableReplicas: 3, ...counts },
});

test('a Deployment with all its pods, and no others, is healthy', async () => {
  expect(await unhealthy({ Deployment: deployment({}) })).toEqual([]);
});

test.each([{ observedGeneration: 1 }, { updatedReplicas: 2 }, { replicas: 4 }, { availableReplicas: 2 }])(
  'a Deployment with %p is not',
  async (counts) => {
    expect(await unhealthy({ Deployment: deployment(counts) })).toEqual(['Deployment']);
  },
);

test('a StatefulSet is judged like a Deployment', async () => {
  const half = deployment({ updatedReplicas: 1 });
  expect(await unhealthy({ StatefulSet: half })).toEqual(['StatefulSet']);
});

test('an autoscaler is healthy once it has its minimum', async () => {
  const autoscaler = (currentReplicas: number) => ({
    HorizontalPodAutoscaler: { spec: { minReplicas: 3 }, status: { currentReplicas } },
  });
  expect([await unhealthy(autoscaler(1)), await unhealthy(autoscaler(3))]).toEqual([
    ['HorizontalPodAutoscaler'],
    [],
  ]);
});

test('a Job is healthy when it is complete, and one that is not there is not', async () => {
  const complete = { status: { conditions: [{ type: 'Complete', status: 'True' }] } };
  expect([await unhealthy({ Job: complete }), await unhealthy({ Job: null })]).toEqual([[], ['Job']]);
});

test('what has nothing to get done is healthy', async () => {
  expect(await unhealthy({ ConfigMap: null })).toEqual([]);
});
