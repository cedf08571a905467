import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HeldRequests } from '../../../ops/contract/probes/held-requests';
import { ask, isYes } from '../../../ops/contract/probes/http-probe';
import { Load } from '../../../ops/contract/probes/load';

const servers: Server[] = [];
async function serving(
  listener: RequestListener,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

test('an answer has its status, type and text', async () => {
  const { port } = await serving((_, response) => response.setHeader('content-type', 'text/x').end('yes'));
  expect(await ask(port, '/', 2)).toEqual({ status: 200, contentType: 'text/x', body: 'yes' });
});

test('no answer in time is no answer', async () => {
  const { port } = await serving(() => undefined);
  expect(await ask(port, '/', 0.1)).toMatchObject({ status: null, body: 'no answer in 0.1 s' });
});

test('a port that nobody listens on refuses', async () => {
  const { server, port } = await serving(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  expect(await ask(port, '/', 1)).toMatchObject({ status: null, body: 'ECONNREFUSED' });
});

test.each([
  [200, true],
  [302, true],
  [404, false],
  [503, false],
  [null, false],
])('the kubelet takes %s for a yes: %s', (status, yes) => {
  expect(isYes({ status, contentType: '', body: '' })).toBe(yes);
});

test('a load counts answers and errors', async () => {
  let count = 0;
  const { port } = await serving((_, response) => {
    response.statusCode = ++count === 1 ? 500 : 200;
    response.end();
  });
  const load = new Load({ port, paths: ['/'], concurrency: 2 });
  while (count < 10) await new Promise((resolve) => setImmediate(resolve));
  const { answered, ...others } = await load.stop();
  expect(others).toEqual({ errors: 1, refused: 0, broken: 0, cutAnswers: 0 });
  expect(answered).toBe(count);
});

test('a load counts answers that were cut', async () => {
  let count = 0;
  const { port } = await serving((_, response) => {
    count++;
    response.setHeader('content-length', 10).write('five!');
    setImmediate(() => response.destroy());
  });
  const load = new Load({ port, paths: ['/'], concurrency: 1 });
  while (count < 3) await new Promise((resolve) => setImmediate(resolve));
  const { answered, cutAnswers } = await load.stop();
  expect(answered).toBe(0);
  expect(cutAnswers).toBe(count);
});

test('held requests are answered by a server that drains', async () => {
  const { server, port } = await serving((_, response) => response.end('yes'));
  const held = await HeldRequests.open(port, '/', 5);
  while ((await connections(server)) < 5) await new Promise((resolve) => setImmediate(resolve));
  // A draining server closes what is idle; a request half sent is not.
  await new Promise((resolve) => setTimeout(resolve, 50));
  server.close();
  expect(await held.finish(2)).toEqual({ answered: 5, cut: 0 });
});

test('held requests are cut by a server that does not', async () => {
  const { server, port } = await serving((_, response) => response.end('yes'));
  const held = await HeldRequests.open(port, '/', 5);
  while ((await connections(server)) < 5) await new Promise((resolve) => setImmediate(resolve));
  server.close().closeAllConnections();
  expect(await held.finish(2)).toEqual({ answered: 0, cut: 5 });
});

const connections = (server: Server): Promise<number> =>
  new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
