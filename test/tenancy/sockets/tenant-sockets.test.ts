import { Server } from 'socket.io';
import { currentTenant, hasTenant } from '../../../tenancy/context/current-tenant';
import { TokenVerifier } from '../../../tenancy/http/token-verifier';
import { TenantSockets } from '../../../tenancy/sockets/tenant-sockets';
import { acme, globex, ListedTenants, tenantRecord } from '../context/listed-tenants';
import { audience, TokenIssuer } from '../http/token-issuer';
import { connectedClient, disconnected, SocketServer } from './socket-server';

const suspended = tenantRecord({
  id: '0b8f6c0e-3f0e-4c0a-9a55-000000000003',
  slug: 'slow-payer',
  status: 'suspended',
});
let issuer: TokenIssuer;
let registry: ListedTenants;
let server: SocketServer;
beforeAll(async () => {
  issuer = await TokenIssuer.start();
});
beforeEach(async () => {
  registry = new ListedTenants(acme, globex, suspended);
  server = await SocketServer.start({ issuer, registry });
});
afterEach(() => server.stop());
afterAll(() => issuer.stop());

const auth = async (tenant: string | undefined, claims = {}) => ({
  token: await issuer.token({ tenant, ...claims }),
});
const nowSeconds = () => Math.floor(Date.now() / 1000);
const roomsOf = (slug: string) =>
  [...server.io.of('/').sockets.values()]
    .filter(({ data }) => data.tenantId === (slug === acme.slug ? acme.id : globex.id))
    .map(({ id, rooms }) => [...rooms].filter((room) => room !== id));

test("a socket is in its tenant's room and in no other", async () => {
  await server.connected(await auth('acme-corp'));
  expect(roomsOf('acme-corp')).toEqual([[`tenant:${acme.id}`]]);
});

test.each([
  ['without a token', {}, 'unauthenticated'],
  ['with a token that is no text', { token: { tenant: 'acme-corp' } }, 'unauthenticated'],
  ['with a token that does not hold', { token: 'a.b.c' }, 'unauthenticated'],
])('a client %s is refused', async (_what, given, code) => {
  await expect(server.connected(given)).rejects.toMatchObject({ data: { code } });
});

test.each([
  ['of a suspended tenant', 'slow-payer', {}, 'inactive-tenant'],
  ['of a tenant that is not there', 'nobody', {}, 'tenant-mismatch'],
  ["on another tenant's sub-domain", 'acme-corp', { host: 'globex.app.example.com' }, 'tenant-mismatch'],
  ["with another tenant's header", 'acme-corp', { 'x-tenant-id': globex.id }, 'tenant-mismatch'],
])('a client %s is refused', async (_what, tenant, headers, code) => {
  await expect(server.connected(await auth(tenant), headers)).rejects.toMatchObject({ data: { code } });
});

test('a token in the handshake cannot be helped by a tenant in the handshake', async () => {
  const given = { ...(await auth('acme-corp')), tenant: 'globex', tenantId: globex.id };
  await server.connected(given);
  expect([roomsOf('acme-corp').length, roomsOf('globex').length]).toEqual([1, 0]);
});

test.each([
  ['an event', 'ask'],
  ['an event after a wait', 'ask later'],
])('the handler of %s runs for the tenant', async (_what, event) => {
  server.io.on('connection', (socket) => {
    socket.on('ask', (answer) => answer(currentTenant().slug));
    socket.on('ask later', async (answer) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      answer(currentTenant().slug);
    });
  });
  const clients = [
    await server.connected(await auth('acme-corp')),
    await server.connected(await auth('globex')),
  ];
  const answers = await Promise.all(clients.map((client) => client.emitWithAck(event)));
  expect(answers).toEqual(['acme-corp', 'globex']);
});

test('a listener of all events runs for the tenant', async () => {
  const seen = new Promise((resolve) =>
    server.io.on('connection', (socket) => socket.onAny(() => resolve(currentTenant().slug))),
  );
  (await server.connected(await auth('acme-corp'))).emit('anything');
  expect(await seen).toBe('acme-corp');
});

test("a client's acknowledgement is handled for the tenant", async () => {
  const seen = new Promise((resolve) =>
    server.io.on('connection', (socket) => socket.emit('question', () => resolve(currentTenant().slug))),
  );
  const client = server.client(await auth('acme-corp'));
  client.on('question', (answer) => answer());
  await connectedClient(client);
  expect(await seen).toBe('acme-corp');
});

test('the connection and its end are handled for the tenant', async () => {
  const seen: string[] = [];
  const ended = new Promise<void>((resolve) =>
    server.io.on('connection', (socket) => {
      seen.push(currentTenant().slug);
      socket.on('disconnect', () => {
        seen.push(currentTenant().slug);
        resolve();
      });
    }),
  );
  (await server.connected(await auth('acme-corp'))).disconnect();
  await ended;
  expect(seen).toEqual(['acme-corp', 'acme-corp']);
});

test('a socket that is suspended ends', async () => {
  const client = await server.connected(await auth('acme-corp'));
  const ended = disconnected(client);
  registry.put({ ...acme, status: 'suspended' });
  await server.tenants?.endInactive();
  expect((await ended)[0]).toBe('io server disconnect');
});

test('sockets of other tenants stay when one is suspended', async () => {
  await server.connected(await auth('acme-corp'));
  const other = await server.connected(await auth('globex'));
  registry.put({ ...acme, status: 'suspended' });
  await server.tenants?.endInactive();
  expect([roomsOf('acme-corp').length, roomsOf('globex').length, other.connected]).toEqual([0, 1, true]);
});

test('tenants are looked up again by themselves', async () => {
  const quick = await SocketServer.start({ issuer, registry, tenants: { recheckSeconds: 0.02 } });
  const ended = disconnected(await quick.connected(await auth('acme-corp')));
  registry.put({ ...acme, status: 'leaving' });
  expect((await ended)[0]).toBe('io server disconnect');
  await quick.stop();
});

test('a registry that is away ends nobody', async () => {
  const client = await server.connected(await auth('acme-corp'));
  registry.activeById = () => Promise.reject(new Error('connect ECONNREFUSED'));
  await server.tenants?.endInactive();
  expect([roomsOf('acme-corp').length, client.connected]).toEqual([1, true]);
});

test('a connection ends with its token', async () => {
  const client = await server.connected(await auth('acme-corp', { exp: nowSeconds() + 1 }));
  expect((await disconnected(client))[0]).toBe('io server disconnect');
});

test('a connection may outlive its token where config says so', async () => {
  const lenient = await SocketServer.start({ issuer, registry, tenants: { endsWithToken: false } });
  const client = await lenient.connected(await auth('acme-corp', { exp: nowSeconds() - 3 }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(client.connected).toBe(true);
  await lenient.stop();
});

test('a token that lasts for a year ends nothing early', async () => {
  const client = await server.connected(await auth('acme-corp', { exp: nowSeconds() + 365 * 86_400 }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(client.connected).toBe(true);
});

test('recovery that would skip the check of the token is refused', () => {
  const io = new Server({ connectionStateRecovery: {} });
  const verifier = new TokenVerifier({ issuer: issuer.url, audience });
  expect(() => new TenantSockets(io.of('/'), { verifier, registry, sources: {} })).toThrow(
    'skipMiddlewares to false',
  );
});

test('the server itself has no tenant', async () => {
  await server.connected(await auth('acme-corp'));
  expect(hasTenant()).toBe(false);
});
