import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Express } from 'express';
import { acme, globex, ListedTenants, tenantRecord } from '../context/listed-tenants';
import { type Answer, RunningApp, type Sent } from './running-app';
import { tenantApp } from './tenant-app';
import { TokenIssuer } from './token-issuer';

const suspended = tenantRecord({
  id: '0b8f6c0e-3f0e-4c0a-9a55-000000000003',
  slug: 'slow-payer',
  status: 'suspended',
});
const faults: unknown[] = [];
let issuer: TokenIssuer;
let app: Express;
let running: RunningApp;
beforeAll(async () => {
  issuer = await TokenIssuer.start();
  const registry = new ListedTenants(acme, globex, suspended);
  app = tenantApp({ issuer, registry, onFault: (error) => faults.push(error) });
  running = await RunningApp.start(app);
});
afterAll(async () => {
  await running.stop();
  await issuer.stop();
});

const bearer = async (tenant: string | undefined, claims = {}) =>
  `Bearer ${await issuer.token({ tenant, ...claims })}`;

async function as(tenant: string | undefined, { headers, ...sent }: Sent = {}): Promise<Answer> {
  return running.send({ ...sent, headers: { authorization: await bearer(tenant), ...headers } });
}

const codeOf = ({ body }: Answer): unknown => JSON.parse(body).code;

test.each([
  ['at once', { path: '/' }],
  ['after a wait', { path: '/waits' }],
  [
    'after the body was parsed',
    { path: '/parses', method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' },
  ],
])('a handler runs for the tenant of the token %s', async (_when, sent) => {
  expect((await as('acme-corp', sent)).body).toBe('acme-corp');
});

test("listeners of the body's stream run for the tenant, also when the body comes later", async () => {
  const answer = await as('acme-corp', { path: '/streams', method: 'POST', body: ['one', 'two'] });
  expect(answer.body).toBe('acme-corp acme-corp ');
});

test('a listener of the answer runs for the tenant', async () => {
  const finished = once(app, 'finished');
  await as('acme-corp', { path: '/finishes' });
  expect(await finished).toEqual(['acme-corp']);
});

test('200 requests of two tenants at the same time stay apart', async () => {
  const tokens = [await bearer('acme-corp'), await bearer('globex')];
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      running.send({ path: '/waits', headers: { authorization: tokens[index % 2] ?? '' } }),
    ),
  );
  const expected = answers.map((_, index) => (index % 2 === 0 ? 'acme-corp' : 'globex'));
  expect(answers.map(({ body }) => body)).toEqual(expected);
});

test('requests of two tenants that share a connection back to back stay apart', async () => {
  const socket = connect(running.port, '127.0.0.1');
  const request = async (tenant: string, connection: string) =>
    `GET /waits HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\nAuthorization: ${await bearer(tenant)}\r\n\r\n`;
  socket.write((await request('acme-corp', 'keep-alive')) + (await request('globex', 'close')));
  const bodies = (await text(socket)).match(/^(acme-corp|globex)/gm);
  expect(bodies).toEqual(['acme-corp', 'globex']);
});

test('a route before the middleware has no tenant', async () => {
  expect((await running.send({ path: '/public' })).status).toBe(500);
});

test("another tenant's sub-domain is refused", async () => {
  const answer = await as('acme-corp', { headers: { host: 'globex.app.example.com' } });
  expect([answer.status, codeOf(answer)]).toEqual([403, 'tenant-mismatch']);
});

test("another tenant's header is refused", async () => {
  const answer = await as('acme-corp', { headers: { 'x-tenant-id': globex.id } });
  expect([answer.status, codeOf(answer)]).toEqual([403, 'tenant-mismatch']);
});

test('a header twice is refused', async () => {
  const answer = await as('acme-corp', { headers: { 'x-tenant-id': ['acme-corp', 'globex'] } });
  expect(codeOf(answer)).toBe('tenant-mismatch');
});

test('a tenant that is not there looks like one that is foreign', async () => {
  const foreign = await as('acme-corp', { headers: { host: 'globex.app.example.com' } });
  const unknown = await as('nobody');
  const outline = ({ status, body, headers }: Answer) => [status, body, headers['content-type']];
  expect(outline(unknown)).toEqual(outline(foreign));
});

test('a suspended tenant is refused with a code of its own', async () => {
  const answer = await as('slow-payer');
  expect([answer.status, codeOf(answer)]).toEqual([403, 'inactive-tenant']);
});

test('without a token the answer says what to send', async () => {
  const answer = await running.send();
  expect([answer.status, answer.headers['www-authenticate']]).toEqual([
    401,
    expect.stringMatching(/^Bearer/),
  ]);
});

test.each(['Basic dXNlcjpwdw==', 'Bearer', 'Bearer a b', 'Bearer not-a-token'])(
  'the header %j is refused',
  async (authorization) => {
    expect((await running.send({ headers: { authorization } })).status).toBe(401);
  },
);

test('a token without the scope is refused', async () => {
  const answer = await as('acme-corp', { path: '/admin' });
  expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden']);
});

test('a token with the scope passes', async () => {
  const authorization = await bearer('acme-corp', { scope: 'read admin' });
  expect((await running.send({ path: '/admin', headers: { authorization } })).body).toBe('admin');
});

test('every refusal is a problem document', async () => {
  const answer = await as('nobody');
  expect([answer.headers['content-type'], JSON.parse(answer.body)]).toEqual([
    'application/problem+json',
    {
      type: 'about:blank',
      title: 'Not your tenant',
      status: 403,
      code: 'tenant-mismatch',
      detail: 'The token does not open this tenant.',
    },
  ]);
});

test('a fault says nothing of its cause', async () => {
  const answer = await as('acme-corp', { path: '/fails' });
  expect([answer.status, answer.body.includes('hunter2')]).toEqual([500, false]);
});

test('a fault is told to the log', async () => {
  faults.length = 0;
  await as('acme-corp', { path: '/fails' });
  expect(faults).toEqual([expect.objectContaining({ message: 'secret: the password is hunter2' })]);
});

test('what is away is named by no address, and asked for again later', async () => {
  const answer = await as('acme-corp', { path: '/unavailable' });
  expect([answer.status, answer.headers['retry-after'], answer.body.includes('10.0.0.7')]).toEqual([
    503,
    '5',
    false,
  ]);
});

test('a body that is no JSON is refused with its reason', async () => {
  const headers = { 'content-type': 'application/json' };
  const answer = await as('acme-corp', { path: '/parses', method: 'POST', headers, body: '{' });
  expect([answer.status, codeOf(answer)]).toEqual([400, 'refused-request']);
});

test('an answer that breaks off half-way ends the connection', async () => {
  await expect(as('acme-corp', { path: '/half' })).rejects.toThrow('aborted');
});
