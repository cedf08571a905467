import { once } from 'node:events';
import { Agent, get, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import express from 'express';
import { currentTenant, runAsTenant } from '../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { meterRequests } from '../../../tenancy/usage/meter-requests';
import { UsageMeter } from '../../../tenancy/usage/usage-meter';

const tenantOf = (slug: string): TenantContext => ({
  id: `${slug === 'acme' ? '1' : '2'}1111111-1111-4111-8111-111111111111`,
  slug,
  tier: 'growth',
  region: 'us-east-1',
});

/** What the meter was told, by tenant. */
const counted = new Map<string, Record<string, number>>();
const meter: Pick<UsageMeter, 'ofCurrentTenant'> = {
  ofCurrentTenant: () => {
    const { id } = currentTenant();
    return {
      count: (metric, quantity) => {
        const sums = counted.get(id) ?? {};
        counted.set(id, { ...sums, [metric]: (sums[metric] ?? 0) + quantity });
      },
    };
  },
};

let server: Server;
let port: number;

beforeAll(async () => {
  const application = express();
  application.get('/health', (_, response) => void response.send('x'.repeat(10_000)));
  application.use((request, _, next) => runAsTenant(tenantOf(String(request.query.tenant)), next));
  application.use(meterRequests(meter));
  application.get(
    '/bytes/:count',
    (request, response) => void response.send('x'.repeat(Number(request.params.count))),
  );
  application.get('/cut', (_, response) => {
    response.write('x'.repeat(5_000), () => response.destroy());
  });
  server = application.listen(0);
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => counted.clear());

/** Bytes that a connection gets for these paths, asked one after the other or all at once. */
async function bytesOver(paths: readonly string[], pipelined = false): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => (received += chunk));
  const requests = paths.map(
    (path, index) =>
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: ${index === paths.length - 1 ? 'close' : 'keep-alive'}\r\n\r\n`,
  );
  if (pipelined) socket.write(requests.join(''));
  else {
    for (const [index, request] of requests.entries()) {
      socket.write(request);
      while ((received.match(/HTTP\/1\.1/g) ?? []).length <= index) await once(socket, 'data');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  if (!socket.closed) await once(socket, 'close');
  return received.length;
}

const egress = (): number[] => [...counted.values()].map((sums) => sums.egress_bytes!);

test('counts a request, and every byte that is sent for it', async () => {
  const bytes = await bytesOver(['/bytes/1000?tenant=acme']);
  expect([...counted.values()]).toEqual([{ requests: 1, egress_bytes: bytes }]);
});

test('on one connection each tenant pays for its own answers', async () => {
  await bytesOver(['/bytes/50000?tenant=acme', '/bytes/10?tenant=globex']);
  const [acme, globex] = egress();
  expect(acme).toBeGreaterThan(50_000);
  expect(globex).toBeLessThan(1_000);
});

test('what no tenant asked for is counted for none', async () => {
  await bytesOver(['/health', '/bytes/10?tenant=acme']);
  expect(egress()[0]).toBeLessThan(1_000);
});

test('requests that are sent ahead are counted once each', async () => {
  const bytes = await bytesOver(
    ['/bytes/1000?tenant=acme', '/bytes/20?tenant=globex', '/bytes/300?tenant=acme'],
    true,
  );
  expect(egress().reduce((sum, one) => sum + one, 0)).toBe(bytes);
});

test('an answer that is cut off counts as far as it was sent', async () => {
  const agent = new Agent();
  await new Promise<void>((resolve) => {
    get({ port, path: '/cut?tenant=acme', agent }, (response) => {
      response.on('error', () => resolve());
      response.on('close', () => resolve());
      response.resume();
    }).on('error', () => resolve());
  });
  agent.destroy();
  expect([...counted.values()][0]).toMatchObject({ requests: 1 });
  expect(egress()[0]).toBeGreaterThan(5_000);
});

test('without a tenant it refuses', () => {
  expect(() =>
    meterRequests(new UsageMeter({ platform: undefined as never }))(
      {} as never,
      {} as never,
      () => undefined,
    ),
  ).toThrow(expect.objectContaining({ code: 'no-tenant' }));
});
