import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { Rows, Statement } from '../../../../tenancy/database/unit-of-work';
import { migrateFleet } from '../../../../tenancy/life/fleet';
import { TenantPlatform } from '../support/tenant-platform';
import { release1, release2, release3 } from './growing-schema';

const slugs = ['acme', 'globex', 'hooli', 'initech', 'umbrella'];

/** What each version of the application says to the database. */
const versions = {
  first: {
    add: `INSERT INTO contacts (name) VALUES ($1) RETURNING id`,
    rename: 'UPDATE contacts SET name = $2 WHERE id = $1',
    read: 'SELECT name AS answer FROM contacts WHERE id = $1',
  },
  second: {
    add: `INSERT INTO contacts (full_name) VALUES ($1) RETURNING id`,
    rename: 'UPDATE contacts SET full_name = $2 WHERE id = $1',
    read: 'SELECT full_name AS answer FROM contacts WHERE id = $1',
  },
} as const;
type Version = (typeof versions)[keyof typeof versions];

describe('two versions of the application on one schema', () => {
  let platform: TenantPlatform;
  let database: TenantDatabase;

  beforeAll(async () => {
    platform = await TenantPlatform.start({ tenants: slugs, migrations: release1 });
    database = new TenantDatabase({ primaryUrl: platform.applicationUrl });
  });
  afterAll(async () => {
    await database?.close();
    await platform?.stop();
  });

  const query = (slug: string, statement: Statement): Promise<Rows<Record<string, unknown>>> =>
    runAsTenant(platform.tenant(slug), () => database.query(statement));
  const add = async (slug: string, { add: text }: Version, name: string): Promise<unknown> =>
    (await query(slug, { text, values: [name] })).rows[0]?.id;
  const read = async (slug: string, { read: text }: Version, id: unknown): Promise<unknown> =>
    (await query(slug, { text, values: [id] })).rows[0]?.answer;

  /** Customers of one version, until `stop`; answers how many of its statements went wrong, and how many there were. */
  function traffic(version: Version, stop: AbortSignal): Promise<{ wrong: number; statements: number }[]> {
    return Promise.all(
      slugs.map(async (slug) => {
        const seen = { wrong: 0, statements: 0 };
        while (!stop.aborted) {
          seen.statements += 3;
          try {
            const id = await add(slug, version, 'Ada');
            await query(slug, { text: version.rename, values: [id, 'Grace'] });
            if ((await read(slug, version, id)) !== 'Grace') seen.wrong += 1;
          } catch {
            seen.wrong += 1;
          }
        }
        return seen;
      }),
    );
  }

  async function during(version: Version, work: () => Promise<unknown>) {
    const stop = new AbortController();
    const served = traffic(version, stop.signal);
    await work();
    await new Promise((resolve) => setTimeout(resolve, 200));
    stop.abort();
    const seen = await served;
    return {
      wrong: seen.reduce((sum, { wrong }) => sum + wrong, 0),
      statements: seen.reduce((sum, { statements }) => sum + statements, 0),
    };
  }

  it('serves the previous version while the fleet is migrated', async () => {
    const seen = await during(versions.first, () =>
      migrateFleet(platform.database, { migrations: release2, parallel: 2 }),
    );
    expect(seen.statements).toBeGreaterThan(0);
    expect(seen.wrong).toBe(0);
  });

  it.each([
    ['the previous version reads what the new one wrote', versions.second, versions.first],
    ['the new version reads what the previous one wrote', versions.first, versions.second],
  ])('%s', async (_, writer, reader) => {
    const id = await add('acme', writer, 'Ada');
    await query('acme', { text: writer.rename, values: [id, 'Grace'] });
    expect(await read('acme', reader, id)).toBe('Grace');
  });

  it('keeps a contract migration from the previous version', async () => {
    const seen = await during(versions.first, () =>
      migrateFleet(platform.database, { migrations: release3 }),
    );
    expect(seen.wrong).toBe(0);
  });

  it('would see a migration that breaks the previous version', async () => {
    const seen = await during(versions.first, () =>
      migrateFleet(platform.database, { migrations: release3, contract: true }),
    );
    expect(seen.wrong).toBeGreaterThan(0);
  });

  it('serves the new version after the contract migration', async () => {
    const id = await add('acme', versions.second, 'Ada');
    expect(await read('acme', versions.second, id)).toBe('Ada');
  });
});
