import { migrateFleet, type FleetOptions, type FleetReport } from '../../../../tenancy/life/fleet';
import { TenantLife } from '../../../../tenancy/life/tenant-life';
import { TenantPlatform } from '../support/tenant-platform';
import { release1, release2, release3 } from './growing-schema';

const slugs = Array.from({ length: 50 }, (_, index) => `t-${String(index).padStart(2, '0')}`);
const broken = ['t-03', 't-11', 't-12', 't-30', 't-49'];
const [first, second, third] = [release1.length, release2.length, release3.length];
const schemaOf = (slug: string): string => `tenant_${slug.replaceAll('-', '_')}`;

describe('migrating a fleet', () => {
  let platform: TenantPlatform;

  beforeAll(async () => {
    platform = await TenantPlatform.start({ tenants: slugs, migrations: release1 });
  });
  afterAll(() => platform?.stop());

  const run = (text: string): Promise<unknown> => platform.database.query({ text });
  const migrate = (options: Partial<FleetOptions> = {}): Promise<FleetReport> =>
    migrateFleet(platform.database, { migrations: release2, ...options });
  const versions = async (): Promise<Readonly<Record<string, number>>> =>
    Object.fromEntries((await platform.life.list()).map(({ slug, schemaVersion }) => [slug, schemaVersion]));

  describe('of which five fail', () => {
    let report: FleetReport;

    beforeAll(async () => {
      // A column that is there already is what a hand on one tenant's schema leaves behind.
      for (const slug of broken) await run(`ALTER TABLE ${schemaOf(slug)}.contacts ADD full_name text`);
      report = await migrate();
    });

    it('names exactly these', () => {
      expect(report.failed.map(({ slug }) => slug)).toEqual(broken);
    });

    it('says why, and in which migration', () => {
      expect(new Set(report.failed.map(({ error }) => error))).toEqual(
        new Set(['contacts-2-full-name: column "full_name" of relation "contacts" already exists']),
      );
    });

    it('lists the versions before and after', () => {
      expect(report).toMatchObject({
        target: second,
        tenants: 50,
        versionsBefore: { [first]: 50 },
        versionsAfter: { [first]: 5, [second]: 45 },
      });
    });

    it('leaves nothing of a migration that failed', async () => {
      const { rows } = await platform.database.query({
        text: `SELECT trigger_schema FROM information_schema.triggers WHERE trigger_name = 'sync_names'
               AND trigger_schema = ANY ($1)`,
        values: [broken.map(schemaOf)],
      });
      expect(rows).toEqual([]);
    });

    it('ends well once they are put right', async () => {
      for (const slug of broken) await run(`ALTER TABLE ${schemaOf(slug)}.contacts DROP full_name`);
      expect(await migrate()).toMatchObject({ failed: [], versionsAfter: { [second]: 50 } });
    });
  });

  describe('that is up to date', () => {
    beforeAll(() => migrate());

    it('changes nothing', async () => {
      const applied = () =>
        platform.database.query({ text: 'SELECT id, applied_at FROM tenant_t_00.schema_migrations' });
      const before = await applied();
      await migrate();
      expect(await applied()).toEqual(before);
    });

    it('tells how far it is', async () => {
      const seen: number[] = [];
      await migrate({ onProgress: ({ done }) => seen.push(done) });
      expect(seen).toEqual(slugs.map((_, index) => index + 1));
    });

    it('stops between tenants when it is told to', async () => {
      const stopping = new AbortController();
      const options = { parallel: 1, signal: stopping.signal, onProgress: () => stopping.abort() };
      await expect(migrate(options)).rejects.toThrow('aborted');
    });

    it('puts a version right that the registry has wrong', async () => {
      await run(`UPDATE public.tenants SET schema_version = 0 WHERE slug = 't-00'`);
      await migrate();
      expect(await versions()).toMatchObject({ 't-00': second });
    });
  });

  it('refuses a migration that was edited, before any tenant is touched', async () => {
    const edited = release2.map((one) =>
      one.id === 'contacts-2-full-name' ? { ...one, sql: `${one.sql};` } : one,
    );
    await expect(migrate({ migrations: edited })).rejects.toThrow('"contacts-2-full-name" was edited');
  });

  it('waits for a table that is in use, and lets go of it meanwhile', async () => {
    const { id } = await platform.provision('busy');
    const locked = await platform.postgres.connect(platform.logins.migrator);
    await locked.query('BEGIN');
    await locked.query('LOCK TABLE tenant_busy.contacts IN ACCESS SHARE MODE');
    const migrating = migrate();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await locked.query('COMMIT');
    await locked.end();
    expect((await migrating).failed.filter((tenant) => tenant.id === id)).toEqual([]);
    expect(await versions()).toMatchObject({ busy: second });
  });

  describe('over a contract migration', () => {
    beforeAll(() => migrate());

    it('leaves it out', async () => {
      await migrate({ migrations: release3 });
      expect(new Set(Object.values(await versions()))).toEqual(new Set([second]));
    });

    it('leaves it out of a new tenant too', async () => {
      const { id } = await new TenantLife({ database: platform.database, migrations: release3 })
        .provision(
          { slug: 'newcomer', name: 'New', tier: 'free', region: 'us-east-1' },
          { requestedBy: 'test' },
        )
        .then((tenantId) => ({ id: tenantId }));
      expect((await platform.life.list()).find((tenant) => tenant.id === id)?.schemaVersion).toBe(second);
    });

    it('refuses what follows it before any tenant is touched', async () => {
      const fourth = { id: 'contacts-4-more', phase: 'expand' as const, sql: 'SELECT 1' };
      await expect(migrate({ migrations: [...release3, fourth] })).rejects.toThrow(
        '"contacts-4-more" comes after "contacts-3-drop-name"',
      );
    });

    it('runs it when it is asked for, and from then on', async () => {
      await migrate({ migrations: release3, contract: true });
      expect(new Set(Object.values(await versions()))).toEqual(new Set([third]));
    });

    it('has nothing to do for the previous version, which is behind', async () => {
      expect(await migrate({ migrations: release2 })).toMatchObject({ failed: [] });
    });
  });
});
