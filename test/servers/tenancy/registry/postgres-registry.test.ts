import { randomUUID } from 'node:crypto';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import { PostgresTenantRegistry } from '../../../../tenancy/registry/postgres-registry';
import { TenantPlatform } from '../support/tenant-platform';

const requester = { requestedBy: 'test' };

describe('the registry', () => {
  let platform: TenantPlatform;
  let database: TenantDatabase;
  let acme: TenantContext;

  beforeAll(async () => {
    platform = await TenantPlatform.start({ tenants: ['acme', 'globex'] });
    database = new TenantDatabase({ primaryUrl: platform.applicationUrl });
    acme = platform.tenant('acme');
  });
  afterAll(async () => {
    await database?.close();
    await platform?.stop();
  });

  const uncached = () => new PostgresTenantRegistry(database.platform, { cacheSeconds: 0 });

  it('finds a tenant by id', async () => {
    expect(await uncached().byId(acme.id)).toMatchObject({ ...acme, status: 'active', contractLimits: null });
  });

  it('finds a tenant by slug', async () => {
    expect(await uncached().bySlug('acme')).toMatchObject(acme);
  });

  it('has no tenant of an unknown id', async () => {
    expect(await uncached().byId(randomUUID())).toBeNull();
  });

  it('has no tenant of an id that is none', async () => {
    expect(await uncached().byId(`' OR true --`)).toBeNull();
  });

  it('answers the context alone of a tenant that may be served', async () => {
    expect(await uncached().activeBySlug('acme')).toEqual(acme);
  });

  it('refuses an unknown tenant', async () => {
    await expect(uncached().activeBySlug('nobody')).rejects.toMatchObject({ code: 'unknown-tenant' });
  });

  it('answers a budget as a number', async () => {
    await platform.life.changeTier(acme.id, { tier: 'growth', providerBudgetUsd: 12.5 }, requester);
    expect(await uncached().byId(acme.id)).toMatchObject({ providerBudgetUsd: 12.5 });
  });

  describe('of a suspended tenant', () => {
    const globex = () => platform.tenant('globex').id;
    let remembering: PostgresTenantRegistry;

    beforeAll(async () => {
      remembering = new PostgresTenantRegistry(database.platform, { cacheSeconds: 3600 });
      await remembering.activeById(globex());
      await platform.life.suspend(globex(), 'unpaid', requester);
    });
    afterAll(() => platform.life.resume(globex(), requester));

    it('refuses it', async () => {
      await expect(uncached().activeById(globex())).rejects.toMatchObject({ code: 'inactive-tenant' });
    });

    it('still has the answer that it remembers', async () => {
      expect(await remembering.activeById(globex())).toMatchObject({ slug: 'globex' });
    });
  });

  it('asks once for requests that come together', async () => {
    let queries = 0;
    const counting = new PostgresTenantRegistry({
      ...database.platform,
      query: (statement) => {
        queries += 1;
        return database.platform.query(statement);
      },
    });
    await Promise.all(Array.from({ length: 50 }, () => counting.byId(acme.id)));
    expect(queries).toBe(1);
  });

  it('asks again after a failure', async () => {
    let fails = true;
    const failing = new PostgresTenantRegistry({
      ...database.platform,
      query: (statement) => (fails ? Promise.reject(new Error('away')) : database.platform.query(statement)),
    });
    await expect(failing.byId(acme.id)).rejects.toThrow('away');
    fails = false;
    expect(await failing.byId(acme.id)).toMatchObject({ slug: 'acme' });
  });

  describe('is read-only for the application', () => {
    it.each([
      `UPDATE public.tenants SET status = 'active'`,
      'DELETE FROM public.tenants',
      `INSERT INTO public.tenants (id, slug, name, tier, region, role_name) VALUES (gen_random_uuid(), 'x', 'x', 'free', 'x', 'x')`,
      `UPDATE public.tenant_operations SET state = 'done'`,
      'DELETE FROM public.tenant_operations',
      `INSERT INTO public.tenant_operations (kind, requested_by, state) VALUES ('provision', 'x', 'done')`,
      'SELECT FROM public.schema_migrations',
      'SELECT FROM public.released_contracts',
    ])('%s', async (text) => {
      await expect(database.platform.query({ text })).rejects.toThrow('permission denied');
    });
  });

  describe("for a tenant's role", () => {
    it('has its own row alone', async () => {
      const { rows } = await runAsTenant(acme, () =>
        database.query({ text: 'SELECT id, slug, role_name FROM public.tenants' }),
      );
      expect(rows).toEqual([{ id: acme.id, slug: 'acme', role_name: 'tenant_acme' }]);
    });

    it.each(['SELECT name FROM public.tenants', 'SELECT FROM public.tenant_operations'])(
      'refuses %s',
      async (text) => {
        await expect(runAsTenant(acme, () => database.query({ text }))).rejects.toThrow('permission denied');
      },
    );
  });
});
