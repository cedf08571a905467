import { randomUUID } from 'node:crypto';
import { provisionOperation } from '../../../../tenancy/life/provision';
import { OperationRequests } from '../../../../tenancy/life/operation-requests';
import { OperationRunner } from '../../../../tenancy/life/operation-runner';
import { TenantPlatform } from '../support/tenant-platform';
import { interruptionsOf, runUntil } from './interrupted-operation';
import { sampleProvisioning, sampleTenant } from './sample-provisioning';

const kind = provisionOperation(sampleProvisioning);
const requestedBy = 'test';

describe('provision', () => {
  let platform: TenantPlatform;

  beforeAll(async () => {
    platform = await TenantPlatform.start({ tenants: ['globex'], life: sampleProvisioning });
  });
  afterAll(() => platform?.stop());

  const asTenant = (role: string, sql: string): Promise<Record<string, unknown>[]> =>
    platform.postgres.query(
      platform.logins.application,
      `SET ROLE ${role}; SET search_path TO ${role}; ${sql}`,
    );
  const tenantRow = async (slug: string) => (await platform.life.list()).find((row) => row.slug === slug);

  describe('of one tenant', () => {
    beforeAll(() => platform.life.provision(sampleTenant('acme'), { requestedBy }));

    it('makes it active at the newest version', async () => {
      expect(await tenantRow('acme')).toMatchObject({ status: 'active', tier: 'starter', schemaVersion: 2 });
    });

    it('makes its first administrator', async () => {
      expect(await asTenant('tenant_acme', 'SELECT email FROM users')).toEqual([
        { email: 'ada@acme.example' },
      ]);
    });

    it('lets its role change rows, of tables with sequences too', async () => {
      const added = asTenant('tenant_acme', `INSERT INTO users (email) VALUES ('b@x') RETURNING id`);
      await expect(added).resolves.toEqual([{ id: 2 }]);
    });

    it('lets its role change no table', async () => {
      await expect(asTenant('tenant_acme', 'DROP TABLE users')).rejects.toThrow('must be owner');
    });

    it('lets its role make no table', async () => {
      await expect(asTenant('tenant_acme', 'CREATE TABLE own (id int)')).rejects.toThrow('permission denied');
    });

    it('keeps its role from the record of its migrations', async () => {
      await expect(asTenant('tenant_acme', 'SELECT FROM schema_migrations')).rejects.toThrow(
        'permission denied',
      );
    });

    it("keeps its role from another tenant's schema", async () => {
      const foreign = asTenant('tenant_acme', 'SELECT FROM tenant_globex.users');
      await expect(foreign).rejects.toThrow('permission denied for schema tenant_globex');
    });

    it("keeps the application's login from its schema", async () => {
      const direct = platform.postgres.query(platform.logins.application, 'SELECT FROM tenant_acme.users');
      await expect(direct).rejects.toThrow('permission denied for schema tenant_acme');
    });

    it('leaves an audit: who asked for what, and when', async () => {
      const tenant = await tenantRow('acme');
      const [operation] = await platform.life.requests.list({ tenantId: tenant?.id });
      expect(operation).toMatchObject({
        kind: 'provision',
        state: 'done',
        requestedBy,
        result: { slug: 'acme', schemaVersion: 2 },
      });
    });
  });

  it('refuses a slug that is taken', async () => {
    await expect(platform.life.provision(sampleTenant('globex'), { requestedBy })).rejects.toThrow(
      'The slug "globex" is taken',
    );
  });

  it('makes no second schema under the id of a tenant that is there', async () => {
    const tenant = await tenantRow('globex');
    const request = {
      kind: 'provision',
      tenantId: tenant?.id,
      input: sampleTenant('globex-two'),
      requestedBy,
    };
    await expect(platform.life.perform(request)).rejects.toThrow('is that of a tenant that was made before');
    const { rows } = await platform.database.query({
      text: `SELECT FROM pg_namespace WHERE nspname = 'tenant_globex_two'`,
    });
    expect([await tenantRow('globex'), rows]).toEqual([tenant, []]);
  });

  it('refuses to move into a schema that somebody left behind', async () => {
    await platform.database.query({ text: 'CREATE SCHEMA tenant_hooli' });
    await expect(platform.life.provision(sampleTenant('hooli'), { requestedBy })).rejects.toThrow(
      'The schema "tenant_hooli" is there without a tenant',
    );
  });

  it('makes one tenant for one request key', async () => {
    const requester = { requestedBy, requestKey: 'order-7' };
    const first = await platform.life.provision(sampleTenant('umbrella'), requester);
    expect(await platform.life.provision(sampleTenant('umbrella'), requester)).toBe(first);
  });

  it('refuses a request key that has asked for something else', async () => {
    const again = platform.life.provision(sampleTenant('vehement'), { requestedBy, requestKey: 'order-7' });
    await expect(again).rejects.toThrow('The request key was used for another "provision"');
  });

  it('refuses a wrong input with all that is wrong', async () => {
    const wrong = { ...sampleTenant('Wrong Slug'), tier: 'gold' as 'free' };
    await expect(platform.life.provision(wrong, { requestedBy })).rejects.toThrow(
      /tier[^]*slug|slug[^]*tier/,
    );
  });

  it('goes on where it failed when it is tried again', async () => {
    const options = { ...sampleProvisioning, seed: () => Promise.reject(new Error('no mail server')) };
    const requests = new OperationRequests(platform.database);
    const { id } = await requests.request({ kind: 'provision', input: sampleTenant('soylent'), requestedBy });
    const { signal } = new AbortController();
    await new OperationRunner({ database: platform.database, kinds: [provisionOperation(options)] }).runNext(
      signal,
    );
    expect(await requests.byId(id)).toMatchObject({
      state: 'failed',
      step: 'make-namespace',
      error: 'no mail server',
    });
    await platform.life.retry(id);
    expect(await tenantRow('soylent')).toMatchObject({ status: 'active' });
  });

  it.each(interruptionsOf(kind))('goes on after a runner that dies $when "$step"', async (interruption) => {
    const { step, when } = interruption;
    const slug = `${when}-${step}`;
    const requests = new OperationRequests(platform.database);
    const tenantId = randomUUID();
    await requests.request({ kind: 'provision', tenantId, input: sampleTenant(slug), requestedBy });
    await runUntil(interruption, kind, platform.database);
    const runner = new OperationRunner({ database: platform.database, kinds: [kind] });
    const next = await runner.runNext(new AbortController().signal);
    expect(next).toMatchObject({ outcome: 'done', operation: { attempts: 2 } });
    const role = `tenant_${slug.replaceAll('-', '_')}`;
    expect(await tenantRow(slug)).toMatchObject({ id: tenantId, status: 'active', schemaVersion: 2 });
    expect(await asTenant(role, 'SELECT email FROM users')).toEqual([{ email: 'ada@acme.example' }]);
  });
});
