import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpApplication } from '../../../app/src/server/http-application';
import { Readiness } from '../../../app/src/server/readiness';

let server: Server;
beforeAll(async () => {
  server = createServer(httpApplication('api', new Readiness([])));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function statusOf(path: string, headers: Record<string, string> = {}): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  await response.text();
  return response.status;
}

test.each(['/health', '/ready', '/metrics'])(
  '%s is answered to who comes straight to the pod',
  async (path) => {
    expect(await statusOf(path)).toBe(200);
  },
);

test.each(['/metrics', '/metrics/', '/METRICS', '/metrics?all'])(
  '%s, which names every tenant, is not there for who comes through the ingress',
  async (path) => {
    expect(await statusOf(path, { 'x-forwarded-for': '203.0.113.7' })).toBe(404);
  },
);

test('being alive is no secret', async () => {
  expect(await statusOf('/health', { 'x-forwarded-for': '203.0.113.7' })).toBe(200);
});
