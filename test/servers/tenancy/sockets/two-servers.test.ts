import { setTimeout as sleep } from 'node:timers/promises';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import type { Socket as ClientSocket } from 'socket.io-client';
import { ValkeyServer } from '../../../../servers/valkey/valkey-server';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { tenantEmitter } from '../../../../tenancy/sockets/tenant-emitter';
import { tenantRoom } from '../../../../tenancy/sockets/tenant-room';
import { acme, globex, ListedTenants } from '../../../tenancy/context/listed-tenants';
import { TokenIssuer } from '../../../tenancy/http/token-issuer';
import {
  answerSettled,
  connectedClient,
  disconnected,
  received,
  settled,
  SocketServer,
} from '../../../tenancy/sockets/socket-server';

let valkey: ValkeyServer;
let issuer: TokenIssuer;
let registry: ListedTenants;
let redis: Redis[];
let servers: SocketServer[];
beforeAll(async () => {
  valkey = await ValkeyServer.start();
  issuer = await TokenIssuer.start();
});
beforeEach(async () => {
  registry = new ListedTenants(acme, globex);
  redis = [];
  // Sessions that an earlier test lost would be taken for this one's.
  const client = new Redis(valkey.url);
  await client.flushall();
  await client.quit();
  servers = [await start(), await start()];
});
afterEach(async () => {
  for (const server of servers) await server.stop();
  await Promise.all(redis.map((client) => client.quit()));
});
afterAll(async () => {
  await issuer.stop();
  // The adapters' readers end with their next answer, which they must still get.
  await sleep(200);
  await valkey.stop();
});

function adapter(): ReturnType<typeof createAdapter> {
  const client = new Redis(valkey.url);
  redis.push(client);
  return createAdapter(client, { blockTimeInMs: 50 });
}

async function start(isBare = false): Promise<SocketServer> {
  const server = await SocketServer.start({ issuer, registry, isBare, server: { adapter: adapter() } });
  answerSettled(server.io);
  server.io.on('connection', (socket) => {
    socket.on('follow', (agent: string, answer) => {
      void socket.join(tenantRoom('agent', agent));
      answer();
    });
  });
  return server;
}

const at = (index: number): SocketServer => {
  const server = servers[index];
  if (!server) throw new Error(`There is no server ${index}.`);
  return server;
};
const auth = async (tenant: string) => ({ token: await issuer.token({ tenant }) });
const connect = async (index: number, tenant: string) => at(index).connected(await auth(tenant));

/** Cuts a client's connection as a broken network does, on both sides. */
async function cut(client: ClientSocket): Promise<void> {
  const ended = disconnected(client);
  client.io.engine.close();
  await ended;
}

/** Waits until the servers have stored a lost session, and until what was sent since is in the stream. */
async function stored(): Promise<void> {
  const [client] = redis;
  for (let tries = 0; tries < 100; tries++) {
    if ((await client?.keys('sio:session:*'))?.length) return;
    await sleep(20);
  }
  throw new Error('No session was stored.');
}

const emitAs = (tenant: typeof acme, index: number, event: string) =>
  runAsTenant(tenant, () => tenantEmitter(at(index).io).emit(event));
const until = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; !isSo() && tries < 250; tries++) await sleep(20);
};

/** A client of acme that got one event, which recovery counts from, and then lost its connection. */
async function lostClient(): Promise<{ readonly client: ClientSocket; readonly events: string[] }> {
  const client = await connect(0, 'acme-corp');
  const events = received(client);
  emitAs(acme, 0, 'before');
  await until(() => events.includes('before'));
  await cut(client);
  await stored();
  return { client, events };
}

/** The same client at another server, with what it knows of its lost connection. */
function moved(client: ClientSocket, to: number, handshake: Record<string, unknown>): ClientSocket {
  const { _pid: pid, _lastOffset: offset } = client as unknown as { _pid: string; _lastOffset: string };
  return at(to).client({ ...handshake, pid, offset });
}

test("an event of one server reaches its tenant's sockets at both, and nobody else's", async () => {
  const clients = [
    await connect(0, 'acme-corp'),
    await connect(1, 'acme-corp'),
    await connect(0, 'globex'),
    await connect(1, 'globex'),
  ];
  const events = clients.map(received);
  emitAs(acme, 0, 'done');
  await until(() => events[0]?.length === 1 && events[1]?.length === 1);
  await settled(...clients);
  expect(events).toEqual([['done'], ['done'], [], []]);
});

test("an event for an agent reaches its followers at the other server, and no other tenant's of the same name", async () => {
  const clients = [await connect(1, 'acme-corp'), await connect(1, 'globex')];
  const events = clients.map(received);
  await Promise.all(clients.map((client) => client.emitWithAck('follow', '7')));
  runAsTenant(acme, () => tenantEmitter(at(0).io).to('agent', '7').emit('done'));
  await until(() => events[0]?.length === 1);
  await settled(...clients);
  expect(events).toEqual([['done'], []]);
});

test("work of a tenant cannot send to another tenant's socket at the other server, whose id a client named", async () => {
  const client = await connect(1, 'globex');
  const events = received(client);
  const send = () =>
    runAsTenant(acme, () =>
      at(0)
        .io.to(client.id ?? '')
        .emit('leak'),
    );
  expect(send).toThrow(expect.objectContaining({ code: 'tenant-mismatch' }));
  emitAs(globex, 0, 'own');
  await until(() => events.length > 0);
  expect(events).toEqual(['own']);
});

test('a process without sockets sends through the same stream', async () => {
  const client = await connect(0, 'acme-corp');
  const events = received(client);
  const worker = new Server({ adapter: adapter() });
  runAsTenant(acme, () => tenantEmitter(worker).emit('done'));
  await until(() => events.length > 0);
  await worker.of('/').adapter.close();
  expect(events).toEqual(['done']);
});

test('a lost connection is recovered at the other server, with the events that it missed and no others', async () => {
  const { client } = await lostClient();
  emitAs(acme, 1, 'missed 1');
  emitAs(globex, 1, 'secret of globex');
  emitAs(acme, 0, 'missed 2');
  const again = moved(client, 1, await auth('acme-corp'));
  const events = received(again);
  await connectedClient(again);
  await settled(again);
  expect(events.slice(0, 2).sort()).toEqual(['missed 1', 'missed 2']);
});

test('a recovered socket is in exactly its own rooms', async () => {
  const client = await connect(0, 'acme-corp');
  const events = received(client);
  await client.emitWithAck('follow', '7');
  emitAs(acme, 0, 'before');
  await until(() => events.includes('before'));
  await cut(client);
  await stored();
  const again = await connectedClient(moved(client, 1, await auth('acme-corp')));
  const [socket] = [...at(1).io.of('/').sockets.values()];
  expect([socket?.recovered, [...(socket?.rooms ?? [])].sort()]).toEqual([
    true,
    [again.id, `tenant:${acme.id}`, `tenant:${acme.id}:agent:7`].sort(),
  ]);
});

test('a recovered socket still runs for its tenant and gets its events', async () => {
  const { client } = await lostClient();
  const again = moved(client, 1, await auth('acme-corp'));
  const events = received(again);
  await connectedClient(again);
  await again.emitWithAck('follow', '8');
  runAsTenant(acme, () => tenantEmitter(at(0).io).to('agent', '8').emit('after'));
  await until(() => events.includes('after'));
  expect(events).toContain('after');
});

test("another tenant's client that knows the lost session gets none of its events", async () => {
  const { client } = await lostClient();
  emitAs(acme, 1, 'secret of acme');
  const thief = moved(client, 1, await auth('globex'));
  const events = received(thief);
  await connectedClient(thief);
  await settled(thief);
  const [socket] = [...at(1).io.of('/').sockets.values()];
  expect([events, socket?.recovered, socket?.rooms.has(`tenant:${acme.id}`)]).toEqual([[], false, false]);
});

test.each([
  ['without a token', async () => ({})],
  ['with an expired token', async () => ({ token: await issuer.token({ tenant: 'acme-corp', exp: 1 }) })],
])('a client %s that knows the lost session gets none of its events', async (_what, handshake) => {
  const { client } = await lostClient();
  emitAs(acme, 1, 'secret of acme');
  const thief = moved(client, 1, await handshake());
  const packets: unknown[] = [];
  thief.io.on('packet', ({ data }: { data?: unknown }) => packets.push(data));
  await expect(connectedClient(thief)).rejects.toMatchObject({ data: { code: 'unauthenticated' } });
  expect(JSON.stringify(packets)).not.toContain('secret of acme');
});

test('a tenant that was suspended meanwhile recovers nothing', async () => {
  const { client } = await lostClient();
  emitAs(acme, 1, 'missed');
  registry.put({ ...acme, status: 'suspended' });
  const again = moved(client, 1, await auth('acme-corp'));
  const packets: unknown[] = [];
  again.io.on('packet', ({ data }: { data?: unknown }) => packets.push(data));
  await expect(connectedClient(again)).rejects.toMatchObject({ data: { code: 'inactive-tenant' } });
  expect(JSON.stringify(packets)).not.toContain('missed');
});

test('without the library a client without a token does get the events, so the tests above can fail', async () => {
  servers.push(await start(true), await start(true));
  const client = await at(2).connected({});
  const events = received(client);
  at(2).io.emit('before');
  await until(() => events.includes('before'));
  await cut(client);
  await stored();
  at(3).io.emit('secret of acme');
  const thief = moved(client, 3, {});
  const stolen = received(thief);
  await connectedClient(thief);
  await until(() => stolen.length > 0);
  expect(stolen).toEqual(['secret of acme']);
});
