import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiServer, LiveObject } from '../../../../rehearsal/cluster/api-server';
import { FakePod } from '../../../../rehearsal/cluster/fake-pods/fake-pod';

const probe = (path: string) => ({
  httpGet: { path, port: 3000 },
  periodSeconds: 0.05,
  timeoutSeconds: 1,
  failureThreshold: 2,
});

/** A pod that is played against an API server that takes down what it is told. */
function played({ ready = '/ready', drainSeconds = 0 }: { ready?: string; drainSeconds?: number } = {}) {
  const told: string[] = [];
  const api = {
    merge: async (_: string, { status }: { status: { conditions: { type: string; status: string }[] } }) =>
      void told.push(`Ready ${status.conditions.find(({ type }) => type === 'Ready')?.status}`),
    request: async (method: string, path: string) => void told.push(`${method} ${path}`),
  } as unknown as ApiServer;
  const container = {
    name: 'api',
    image: 'api',
    ports: [{ containerPort: 3000 }],
    startupProbe: probe('/health'),
    readinessProbe: probe(ready),
    lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
  };
  const object = {
    metadata: { name: 'api-1', namespace: 'app', uid: '1' },
    spec: { nodeName: 'node', terminationGracePeriodSeconds: 1, containers: [container] },
  } as unknown as LiveObject;
  const pod = new FakePod(api, object, '10.245.0.1', {
    contractPaths: new Set(['/health', '/ready']),
    startMilliseconds: 300,
  });
  void pod.live();
  afterThis.push(() => pod.end());
  return { pod, told };
}

const afterThis: (() => void)[] = [];
afterEach(() => afterThis.splice(0).forEach((end) => end()));

/** Longer than a made-up pod needs to start and to be asked. */
const started = (): Promise<void> => sleep(1000);

test('a pod is ready once it answers its probe, and not before', async () => {
  const { pod, told } = played();
  await sleep(100);
  expect([told, pod.portFor(3000)]).toEqual([['Ready False'], null]);
  await started();
  expect(told).toEqual(['Ready False', 'Ready True']);
});

test('a pod whose probe asks for a path that is not there never is', async () => {
  const { told } = played({ ready: '/readyz' });
  await started();
  expect(told).not.toContain('Ready True');
});

test('only ports of the container lead somewhere', async () => {
  const { pod } = played();
  await started();
  expect([pod.portFor(3000), pod.portFor(3001)]).toEqual([expect.any(Number), null]);
});

test('a deleted pod serves until its pre-stop is over, and its object goes last', async () => {
  const { pod, told } = played({ drainSeconds: 1 });
  await started();
  const stopping = pod.stop();
  await sleep(500);
  expect(pod.portFor(3000)).not.toBeNull();
  await stopping;
  expect([pod.portFor(3000), told.at(-1)]).toEqual([null, 'DELETE /api/v1/namespaces/app/pods/api-1']);
});

test('a pod on a lost node keeps its port and answers nothing', async () => {
  const { pod } = played();
  await started();
  pod.setLost(true);
  const answer = fetch(`http://127.0.0.1:${pod.portFor(3000)}/health`, { signal: AbortSignal.timeout(300) });
  await expect(answer).rejects.toThrow('timeout');
});
