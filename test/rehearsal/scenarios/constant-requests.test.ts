import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiServer, WatchEvent } from '../../../rehearsal/cluster/api-server';
import { podNameHeader } from '../../../rehearsal/cluster/fake-pods/pod-name-header';
import type { PodNetwork } from '../../../rehearsal/cluster/pod-network';
import { ConstantRequests, type Load } from '../../../rehearsal/scenarios/traffic/constant-requests';

const service = { name: 'api', namespace: 'app' };
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((_, response) => void response.setHeader(podNameHeader, 'sound').end());
  port = await new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
});
afterAll(() => void server.close());

const endpoint = (address: string, name: string, ready = true) => ({
  addresses: [address],
  conditions: { ready },
  targetRef: { name },
});

/** What half a second of requests to some endpoints comes to; only the pod at 10.0.0.1 answers, as `sound`. */
async function requestsTo(endpoints: readonly object[], tries: Load['tries']) {
  const slice = { metadata: { name: 'api-1' }, ports: [{ port: 3000 }], endpoints };
  const api = {
    watch: (_: string, onEvent: (event: WatchEvent) => void) => {
      onEvent({ type: 'ADDED', object: slice as unknown as WatchEvent['object'] });
      return { stop: () => {} };
    },
  } as unknown as ApiServer;
  const network: PodNetwork = {
    path: '/work',
    namesPods: true,
    reach: (address) => (address === '10.0.0.1' ? { host: '127.0.0.1', port } : null),
    loseNode: () => Promise.reject(new Error('no node is lost here')),
  };
  const requests = await ConstantRequests.start(api, network, service, { requestsPerSecond: 50, tries });
  await sleep(500);
  return requests.stop();
}

test('requests that are answered do not fail', async () => {
  const { sent, failed } = await requestsTo([endpoint('10.0.0.1', 'sound')], 1);
  expect([sent > 5, failed]).toEqual([true, 0]);
});

test('a request to a pod that is gone fails, and says which', async () => {
  const { failed, reasons } = await requestsTo(
    [endpoint('10.0.0.1', 'sound'), endpoint('10.0.0.2', 'gone')],
    1,
  );
  expect([failed > 0, reasons[0]]).toEqual([true, 'gone: connection refused']);
});

test('with a second try it goes to another pod', async () => {
  const { failed, retried } = await requestsTo(
    [endpoint('10.0.0.1', 'sound'), endpoint('10.0.0.2', 'gone')],
    2,
  );
  expect([failed, retried > 0]).toEqual([0, true]);
});

test('an answer of another pod than the one that was dialled is a failure', async () => {
  const { reasons } = await requestsTo([endpoint('10.0.0.1', 'other')], 1);
  expect(reasons[0]).toBe('other: another pod answered');
});

test('an endpoint that is not ready gets no request', async () => {
  const { failed } = await requestsTo(
    [endpoint('10.0.0.1', 'sound'), endpoint('10.0.0.2', 'gone', false)],
    1,
  );
  expect(failed).toBe(0);
});
