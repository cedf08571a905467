import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperationRequests } from '../../../tenancy/life/operation-requests';
import { ApiClient } from './support/api-client';
import { ReferencePlatform } from './support/reference-platform';
import type { RunningApplication } from './support/running-application';

let platform: ReferencePlatform;
let api: RunningApplication;
let lifecycle: RunningApplication;
let staff: ApiClient;
const exportsFolder = mkdtempSync(join(tmpdir(), 'exports-'));

beforeAll(async () => {
  platform = await ReferencePlatform.start({ tenants: ['wayne'], temporal: true });
  api = await platform.run('api');
  lifecycle = await platform.run('lifecycle', {
    EXPORTS_FOLDER: exportsFolder,
    POINT_IN_TIME_DAYS: '7',
    WEEKLY_BACKUP_DAYS: '90',
    EXPORT_DAYS: '30',
    LOG_DAYS: '365',
  });
  staff = new ApiClient(api, await platform.signIn.token({ scope: 'platform-admin' }));
});
afterAll(async () => {
  await platform?.stop();
  rmSync(exportsFolder, { recursive: true });
});

const clientOf = async (tenant: string): Promise<ApiClient> =>
  new ApiClient(api, await platform.signIn.token({ tenant, scope: 'tenant-admin' }));

/** Asks for an operation and waits for its end; answers the tenant's id. */
async function ask(client: ApiClient, method: string, path: string, body?: object): Promise<string> {
  const { status, headers } = await client.call(method, path, { body });
  expect(status).toBe(202);
  const { state, error, tenantId } = await client.operation(String(headers.get('location')));
  expect([state, error]).toEqual(['done', null]);
  return tenantId;
}

const newTenant = (slug: string): object => ({
  slug,
  name: slug,
  tier: 'starter',
  region: 'us-east-1',
  admin: { email: `first@${slug}.example`, name: 'First' },
});

test('a tenant that staff ask for can be used', async () => {
  await ask(staff, 'POST', '/v1/admin/tenants', newTenant('oscorp'));
  expect(await (await clientOf('oscorp')).agent()).toMatch(/^[0-9a-f-]{36}$/);
});

test('what a tenant may send is a metric beside what it sends', async () => {
  await ask(staff, 'POST', '/v1/admin/tenants', newTenant('aperture'));
  await (await clientOf('aperture')).agent();
  const figures = await (await fetch(`${api.url}/metrics`)).text();
  expect(figures).toMatch(/^tenant_requests_per_minute_limit\{tenant="aperture"\} 500$/m);
  expect(figures).toMatch(/^http_requests_total\{.*tenant="aperture"\} \d+$/m);
});

test('its first administrator is there', async () => {
  await ask(staff, 'POST', '/v1/admin/tenants', newTenant('hooli'));
  expect(await (await clientOf('hooli')).get('/v1/users')).toMatchObject({
    users: [{ email: 'first@hooli.example', role: 'admin' }],
  });
});

test('a suspended tenant is refused within seconds, and served again when it is resumed', async () => {
  const tenantId = await ask(staff, 'POST', '/v1/admin/tenants', newTenant('umbrella'));
  const umbrella = await clientOf('umbrella');
  const status = async (): Promise<number> => (await umbrella.call('GET', '/v1/agents')).status;
  const before = await status();
  await ask(staff, 'POST', `/v1/admin/tenants/${tenantId}/suspend`, { reason: 'Unpaid.' });
  while ((await status()) === 200) await sleep(100);
  const suspended = await status();
  await ask(staff, 'POST', `/v1/admin/tenants/${tenantId}/resume`);
  while ((await status()) !== 200) await sleep(100);
  expect([before, suspended]).toEqual([200, 403]);
});

test('a tenant’s own export is written', async () => {
  await ask(await clientOf('wayne'), 'POST', '/v1/data-exports');
  expect(readdirSync(join(exportsFolder, 'bundles', platform.tenants.tenant('wayne').id))).toHaveLength(1);
});

test('another tenant’s request cannot be looked at', async () => {
  const { body } = await (await clientOf('wayne')).call('POST', '/v1/data-exports');
  await ask(staff, 'POST', '/v1/admin/tenants', newTenant('stark'));
  const answer = await (await clientOf('stark')).call('GET', `/v1/data-requests/${String(body.id)}`);
  expect(answer.status).toBe(404);
});

test('a tenant that asks for its deletion is refused from then on', async () => {
  await ask(staff, 'POST', '/v1/admin/tenants', newTenant('cyberdyne'));
  const cyberdyne = await clientOf('cyberdyne');
  const { status } = await cyberdyne.call('POST', '/v1/data-deletions', { body: { confirm: 'cyberdyne' } });
  while ((await cyberdyne.call('GET', '/v1/agents')).status === 200) await sleep(100);
  expect(status).toBe(202);
});

/** What the operator's command asks for, which the API does not offer; answers the result. */
async function askAsOperator(
  tenantId: string,
  kind: string,
  input: object,
): Promise<Record<string, unknown>> {
  const requests = new OperationRequests(platform.tenants.database);
  const { id } = await requests.request({ kind, tenantId, input, requestedBy: 'operator' });
  const { state, error, result } = await staff.operation(`/v1/admin/operations/${id}`);
  expect([state, error]).toEqual(['done', null]);
  return result as Record<string, unknown>;
}

test('a restored tenant has the events of then, and goes on counting from there', async () => {
  const tenantId = await ask(staff, 'POST', '/v1/admin/tenants', newTenant('tyrell'));
  const tyrell = await clientOf('tyrell');
  const ids = async (): Promise<number[]> =>
    (await tyrell.get<{ events: { id: number }[] }>('/v1/events?after=0')).events.map(({ id }) => id);
  const agentId = await tyrell.agent();
  await tyrell.task(agentId, 'Before.');
  const { prefix, sha256 } = await askAsOperator(tenantId, 'export', {});
  await tyrell.task(agentId, 'After.');
  await askAsOperator(tenantId, 'restore', { source: { prefix, sha256 } });
  const restored = await ids();
  await tyrell.task(agentId, 'Again.');
  expect([restored, await ids()]).toEqual([[1], [1, 2]]);
});

test('of an erased tenant a certificate is left', async () => {
  const tenantId = await ask(staff, 'POST', '/v1/admin/tenants', newTenant('weyland'));
  const weyland = await clientOf('weyland');
  await weyland.task(await weyland.agent(), 'Do it.');
  const reason = { reason: 'The test says so.' };
  await askAsOperator(tenantId, 'erase', { now: reason, withoutExport: reason });
  expect(readdirSync(join(exportsFolder, 'certificates'))).toContainEqual(expect.stringContaining(tenantId));
}, 120_000);

test('lifecycle ends with 0', async () => {
  expect(await lifecycle.stop()).toBe(0);
});

describe('migrate', () => {
  test('ends with 0 on a platform that is up to date', async () => {
    expect(await (await platform.run('migrate')).stop()).toBe(0);
  });

  test('names a tenant whose schema cannot be migrated, and ends with 1', async () => {
    const id = await platform.tenants.provision('broken').then((tenant) => tenant.id);
    await platform.tenants.database.query({
      text: `DELETE FROM tenant_broken.schema_migrations WHERE id = 'events-1-table'`,
    });
    await platform.tenants.database.query({
      text: 'UPDATE public.tenants SET schema_version = 0 WHERE id = $1',
      values: [id],
    });
    const migrate = await platform.run('migrate');
    expect([await migrate.exit, migrate.log()]).toEqual([1, expect.stringContaining('"slug":"broken"')]);
  });
});

describe('demo', () => {
  test('fills a platform with tenants', async () => {
    const demo = await platform.run('demo');
    const filled = demo.lines().filter(({ message }) => message === 'demo tenant');
    expect([await demo.exit, filled.map(({ slug }) => slug)]).toEqual([0, ['acme', 'globex', 'initech']]);
  });

  test('run again, it adds nothing', async () => {
    const demo = await platform.run('demo');
    const filled = demo.lines().filter(({ message }) => message === 'demo tenant');
    expect([await demo.exit, filled.map(({ tasks }) => tasks)]).toEqual([0, [0, 0, 0]]);
  });
});
