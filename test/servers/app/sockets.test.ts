import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { TcpProxy } from '../../../servers/tcp-proxy';
import { ApiClient } from './support/api-client';
import { ReferencePlatform } from './support/reference-platform';
import { type RunningApplication } from './support/running-application';

interface TaskEvent {
  readonly id: number;
  readonly taskId: string;
  readonly state: string;
}

let platform: ReferencePlatform;
let api: RunningApplication;
let agentId: string;
let acme: ApiClient;
let token: string;
const open: { close(): unknown }[] = [];

beforeAll(async () => {
  platform = await ReferencePlatform.start({ tenants: ['acme', 'globex'] });
  api = await platform.run('api');
  token = await platform.signIn.token({ tenant: 'acme' });
  acme = new ApiClient(api, token);
  agentId = await acme.agent();
});
afterEach(() => open.splice(0).forEach((one) => one.close()));
afterAll(() => platform?.stop());

/** A connected client that keeps the events it gets, in order. */
async function connected(url: string, withToken = token): Promise<Socket & { events: TaskEvent[] }> {
  const socket = Object.assign(
    io(url, { auth: { token: withToken }, transports: ['websocket'], reconnectionDelay: 50, forceNew: true }),
    { events: [] as TaskEvent[] },
  );
  open.push(socket);
  socket.on('task', (event: TaskEvent) => socket.events.push(event));
  await once(socket as never, 'connect');
  return socket;
}

/** Waits until the client has this many events of tasks that were accepted. */
async function has(socket: { events: TaskEvent[] }, count: number): Promise<void> {
  while (socket.events.length < count) await sleep(20);
}

const acceptTasks = (count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => acme.task(agentId, `task ${index}`)));

test('an event reaches the tenant’s clients on every pod', async () => {
  const pods = [await platform.run('realtime'), await platform.run('realtime')];
  const clients = await Promise.all(pods.map(({ url }) => connected(url)));
  const [taskId] = await acceptTasks(1);
  await Promise.all(clients.map((client) => has(client, 1)));
  expect(clients.map(({ events }) => events.map((event) => event.taskId))).toEqual([[taskId], [taskId]]);
});

test('an event reaches no client of another tenant', async () => {
  const { url } = await platform.run('realtime');
  const stranger = await connected(url, await platform.signIn.token({ tenant: 'globex' }));
  const own = await connected(url);
  await acceptTasks(5);
  await has(own, 5);
  expect(stranger.events).toEqual([]);
});

test('a client without a token is refused', async () => {
  const { url } = await platform.run('realtime');
  const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true });
  open.push(socket);
  const [error] = (await once(socket as never, 'connect_error')) as [Error & { data?: { code: string } }];
  expect(error.data?.code).toBe('unauthenticated');
});

test('ids of events have no gaps, however many tasks are accepted at one time', async () => {
  const { url } = await platform.run('realtime');
  const client = await connected(url);
  await acceptTasks(50);
  await has(client, 50);
  const ids = client.events.map(({ id }) => id).sort((a, b) => a - b);
  expect(ids).toEqual(ids.map((_, index) => ids[0]! + index));
});

test('the pod counts its sockets', async () => {
  const pod = await platform.run('realtime');
  await connected(pod.url);
  const figures = await (await fetch(`${pod.url}/metrics`)).text();
  expect(figures).toMatch(/^websocket_connections 1$/m);
  expect(figures).toMatch(/^tenant_sockets\{tenant="acme"\} 1$/m);
});

test('a pod that ends by SIGTERM loses no event: the other one has them', async () => {
  const [first, second] = [await platform.run('realtime'), await platform.run('realtime')];
  const proxy = await TcpProxy.start(first.port);
  open.push({ close: () => proxy.stop() });
  const client = await connected(`http://127.0.0.1:${proxy.port}`);
  await acceptTasks(1);
  await has(client, 1);
  proxy.target = null;
  await first.stop('SIGTERM');
  await acceptTasks(5);
  proxy.target = second.port;
  await has(client, 6);
  expect([client.recovered, client.events.length]).toEqual([true, 6]);
});

test('after a pod was killed the client is told, and the refetch has all', async () => {
  const [first, second] = [await platform.run('realtime'), await platform.run('realtime')];
  const proxy = await TcpProxy.start(first.port);
  open.push({ close: () => proxy.stop() });
  const client = await connected(`http://127.0.0.1:${proxy.port}`);
  await acceptTasks(1);
  await has(client, 1);
  const lastSeen = client.events[0]!.id;
  proxy.target = null;
  await first.stop('SIGKILL');
  const taskIds = await acceptTasks(5);
  proxy.target = second.port;
  if (!client.connected) await once(client as never, 'connect');
  const { events } = await acme.get<{ events: TaskEvent[] }>(`/v1/events?after=${lastSeen}`);
  expect([client.recovered, events.map(({ taskId }) => taskId).sort()]).toEqual([false, taskIds.sort()]);
});
