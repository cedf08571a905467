import type { Server, Socket } from 'socket.io';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import { tenantEmitter } from '../../../tenancy/sockets/tenant-emitter';
import { tenantRoom } from '../../../tenancy/sockets/tenant-room';
import { acme, globex, ListedTenants } from '../context/listed-tenants';
import { TokenIssuer } from '../http/token-issuer';
import { answerSettled, received, settled, SocketServer } from './socket-server';

let issuer: TokenIssuer;
let server: SocketServer;
beforeAll(async () => {
  issuer = await TokenIssuer.start();
});
beforeEach(async () => {
  server = await SocketServer.start({ issuer, registry: new ListedTenants(acme, globex) });
  answerSettled(server.io);
});
afterEach(() => server.stop());
afterAll(() => issuer.stop());

const connect = async (tenant: string, to = server) =>
  to.connected({ token: await issuer.token({ tenant }) });
const socketOf = (tenantId: string): Socket => {
  const socket = [...server.io.of('/').sockets.values()].find(({ data }) => data.tenantId === tenantId);
  if (!socket) throw new Error('The tenant has no socket.');
  return socket;
};

/** What each of two tenants' clients gets of what `send` sends. */
async function deliveries(send: (io: Server) => void, to = server): Promise<string[][]> {
  const clients = [await connect('acme-corp', to), await connect('globex', to)];
  const events = clients.map(received);
  send(to.io);
  await settled(...clients);
  return events;
}

test("an event reaches the current tenant's sockets and nobody else's", async () => {
  const events = await deliveries((io) => runAsTenant(acme, () => tenantEmitter(io).emit('done')));
  expect(events).toEqual([['done'], []]);
});

test('an event for a part reaches the sockets that joined it', async () => {
  const clients = [await connect('acme-corp'), await connect('acme-corp')];
  const events = clients.map(received);
  runAsTenant(acme, () => {
    void socketOf(acme.id).join(tenantRoom('agent', '7'));
    tenantEmitter(server.io).to('agent', '7').emit('done');
  });
  await settled(...clients);
  expect(events.map((got) => got.length).sort()).toEqual([0, 1]);
});

test('without a tenant nothing can be sent', () => {
  expect(() => tenantEmitter(server.io).emit('done')).toThrow(expect.objectContaining({ code: 'no-tenant' }));
});

test.each(['a:b', '', 'a b', `x:tenant:${globex.id}`])('the part %j is refused', (part) => {
  expect(() => runAsTenant(acme, () => tenantEmitter(server.io).to(part).emit('done'))).toThrow(
    expect.objectContaining({ code: 'invalid-identifier' }),
  );
});

test.each([`tenant:${globex.id}`, `tenant:${globex.id}:agent:7`, `tenant:${acme.id}x`, 'lobby', ''])(
  'a socket cannot join the room %j, which a client may have named',
  async (room) => {
    await connect('acme-corp');
    await connect('globex');
    expect(() => socketOf(acme.id).join(room)).toThrow(expect.objectContaining({ code: 'tenant-mismatch' }));
  },
);

test("a socket cannot join a list of rooms with another tenant's in it", async () => {
  await connect('acme-corp');
  const rooms = [`tenant:${acme.id}:agent:7`, `tenant:${globex.id}`];
  expect(() => socketOf(acme.id).join(rooms)).toThrow(expect.objectContaining({ code: 'tenant-mismatch' }));
});

test("a socket cannot join the room of another socket's id", async () => {
  await connect('acme-corp');
  await connect('globex');
  expect(() => socketOf(acme.id).join(socketOf(globex.id).id)).toThrow(
    expect.objectContaining({ code: 'tenant-mismatch' }),
  );
});

test.each([
  ['to everybody', (io: Server) => io.emit('leak')],
  ['to everybody but one', (io: Server) => io.except('x').emit('leak')],
  ['to everybody on this pod', (io: Server) => io.local.emit('leak')],
  ["to another tenant's room", (io: Server) => io.to(`tenant:${globex.id}`).emit('leak')],
  ['to both tenants', (io: Server) => io.to([`tenant:${acme.id}`, `tenant:${globex.id}`]).emit('leak')],
  ['with an answer to everybody', (io: Server) => io.timeout(100).emit('leak', () => undefined)],
  ['from a socket to all others', () => socketOf(acme.id).broadcast.emit('leak')],
  ["from a socket to another tenant's room", () => socketOf(acme.id).to(`tenant:${globex.id}`).emit('leak')],
  ["to another tenant's socket", (io: Server) => io.to(socketOf(globex.id).id).emit('leak')],
  ['by moving all sockets', (io: Server) => io.socketsJoin(`tenant:${acme.id}`)],
  ["by moving one's sockets", (io: Server) => io.in(`tenant:${acme.id}`).socketsJoin(`tenant:${globex.id}`)],
  ['by ending all sockets', (io: Server) => io.disconnectSockets()],
] as const)('work of a tenant cannot send %s', async (_what, send) => {
  await connect('acme-corp');
  await connect('globex');
  expect(() => runAsTenant(acme, () => send(server.io))).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^(no-tenant|tenant-mismatch)$/) }),
  );
});

test('work of a tenant cannot list the sockets of all', async () => {
  const listing = async () => runAsTenant(acme, () => server.io.fetchSockets());
  await expect(listing()).rejects.toMatchObject({ code: 'no-tenant' });
});

test('a socket can always be answered', async () => {
  const events = await deliveries(() => socketOf(acme.id).emit('hello'));
  expect(events).toEqual([['hello'], []]);
});

test('without the library an event to everybody does reach the other tenant, so the tests above can fail', async () => {
  const bare = await SocketServer.start({ issuer, registry: new ListedTenants(acme, globex), isBare: true });
  answerSettled(bare.io);
  const events = await deliveries((io) => io.emit('leak'), bare);
  await bare.stop();
  expect(events).toEqual([['leak'], ['leak']]);
});
