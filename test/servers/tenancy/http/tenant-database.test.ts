import express from 'express';
import { currentTenant, runAsTenant } from '../../../../tenancy/context/current-tenant';
import type { Migration } from '../../../../tenancy/database/migration';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import { answerProblems } from '../../../../tenancy/http/answer-problems';
import { authenticate } from '../../../../tenancy/http/authenticate';
import { tenantFromRequest } from '../../../../tenancy/http/tenant-from-request';
import { TokenVerifier } from '../../../../tenancy/http/token-verifier';
import { PostgresTenantRegistry } from '../../../../tenancy/registry/postgres-registry';
import { tenancyMigrations } from '../../../../tenancy/schema/tenant-migrations';
import { RunningApp } from '../../../tenancy/http/running-app';
import { audience, TokenIssuer } from '../../../tenancy/http/token-issuer';
import { TenantPlatform } from '../support/tenant-platform';

const slugs = ['acme-corp', 'globex', 'initech', 'umbrella'];
const migrations: readonly Migration[] = [
  ...tenancyMigrations,
  { id: 'notes-1-table', phase: 'expand', sql: 'CREATE TABLE notes (body text NOT NULL)' },
];

let platform: TenantPlatform;
let database: TenantDatabase;
let issuer: TokenIssuer;
let running: RunningApp;
beforeAll(async () => {
  platform = await TenantPlatform.start({ tenants: slugs, migrations });
  database = new TenantDatabase({ primaryUrl: platform.applicationUrl, maxConnections: 5 });
  issuer = await TokenIssuer.start();
  const registry = new PostgresTenantRegistry(database.platform, { cacheSeconds: 0 });
  const app = express();
  app.use(authenticate(new TokenVerifier({ issuer: issuer.url, audience })));
  app.use(tenantFromRequest({ sources: { baseDomain: 'app.example.com' }, registry }));
  app.post('/notes', express.text(), async (request, response) => {
    await database.query({ text: 'INSERT INTO notes (body) VALUES ($1)', values: [request.body] });
    response.sendStatus(201);
  });
  app.get('/notes', async (_request, response) => {
    const { rows } = await database.query({ text: 'SELECT body FROM notes' });
    response.json({ tenant: currentTenant().slug, notes: rows.map(({ body }) => body) });
  });
  app.use(answerProblems());
  running = await RunningApp.start(app);
});
afterAll(async () => {
  await running.stop();
  await issuer.stop();
  await database.close();
  await platform.stop();
});

const bearer = async (slug: string) => `Bearer ${await issuer.token({ tenant: slug })}`;

async function notesOf(slug: string, headers = {}) {
  const answer = await running.send({
    path: '/notes',
    headers: { authorization: await bearer(slug), ...headers },
  });
  return { status: answer.status, ...JSON.parse(answer.body) };
}

test('what one tenant writes through HTTP only that tenant reads, 200 requests at a time', async () => {
  const tokens = await Promise.all(slugs.map(bearer));
  const headersOf = (index: number) => ({
    authorization: tokens[index % slugs.length] ?? '',
    'content-type': 'text/plain',
  });
  await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      running.send({
        method: 'POST',
        path: '/notes',
        headers: headersOf(index),
        body: slugs[index % slugs.length],
      }),
    ),
  );
  const seen = await Promise.all(slugs.map((slug) => notesOf(slug)));
  expect(seen).toEqual(
    slugs.map((slug) => ({ status: 200, tenant: slug, notes: Array.from({ length: 50 }, () => slug) })),
  );
});

test("a token of one tenant reads nothing at another's sub-domain", async () => {
  expect(await notesOf('acme-corp', { host: 'globex.app.example.com' })).toMatchObject({
    status: 403,
    code: 'tenant-mismatch',
  });
});

test('a suspended tenant is refused, and served again when it is resumed', async () => {
  const { id } = platform.tenant('initech');
  const statuses = [];
  await platform.life.suspend(id, 'unpaid', { requestedBy: 'test' });
  statuses.push((await notesOf('initech')).status);
  await platform.life.resume(id, { requestedBy: 'test' });
  statuses.push((await notesOf('initech')).status);
  expect(statuses).toEqual([403, 200]);
});

test('a tenant that is not in the registry is refused like a foreign one', async () => {
  expect(await notesOf('nobody')).toMatchObject({ status: 403, code: 'tenant-mismatch' });
});

test('work outside of a request has no tenant to read', async () => {
  await expect(database.query({ text: 'SELECT body FROM notes' })).rejects.toMatchObject({
    code: 'no-tenant',
  });
});

test('the test reads what is there, so an empty answer is no proof by itself', async () => {
  const { rows } = await runAsTenant(platform.tenant('globex'), () =>
    database.query({ text: 'SELECT DISTINCT body FROM notes' }),
  );
  expect(rows).toEqual([{ body: 'globex' }]);
});
