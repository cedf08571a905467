import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TypeScriptProcess } from '../support/child-process';
import { TenantPlatform } from '../support/tenant-platform';
import { release1, release2 } from './growing-schema';

const slugs = Array.from({ length: 50 }, (_, index) => `t-${String(index).padStart(2, '0')}`);
const kills = 5;

describe('a fleet migration that is killed again and again', () => {
  let platform: TenantPlatform;
  let killedBeforeTheEnd = 0;

  beforeAll(async () => {
    platform = await TenantPlatform.start({ tenants: slugs, migrations: release1 });
    for (const slug of slugs) {
      const table = `tenant_${slug.replace('-', '_')}.contacts`;
      await platform.database.query({ text: `INSERT INTO ${table} (name) VALUES ('Ada'), ('Grace')` });
    }
    for (let kill = 0; kill < kills; kill += 1) {
      const migrating = start();
      await migrating.saying('started');
      await sleep(Math.random() * 30);
      await migrating.kill();
      if ((await versionCounts()).length > 1) killedBeforeTheEnd += 1;
    }
  }, 120_000);
  afterAll(() => platform?.stop());

  const start = (): TypeScriptProcess =>
    new TypeScriptProcess(join(__dirname, 'migrating-process.ts'), {
      DATABASE_URL: platform.migratorUrl,
      PARALLEL: '1',
    });
  async function versionCounts(): Promise<readonly unknown[]> {
    const { rows } = await platform.database.query({
      text: 'SELECT schema_version, count(*)::int FROM public.tenants GROUP BY schema_version',
    });
    return rows;
  }

  it('was killed before its end at least once', () => {
    expect(killedBeforeTheEnd).toBeGreaterThan(0);
  });

  it('ends at the new version everywhere when it is run once more', async () => {
    const { code, output } = await start().end();
    expect(code).toBe(0);
    expect(await versionCounts()).toEqual([{ schema_version: release2.length, count: 50 }]);
    expect(JSON.parse(output.slice(output.indexOf('{')))).toMatchObject({ tenants: 50, failed: [] });
  });

  it.each(slugs.slice(0, 10))('has lost and doubled nothing of %s', async (slug) => {
    const schema = `tenant_${slug.replace('-', '_')}`;
    const { rows } = await platform.database.query({ text: `SELECT * FROM ${schema}.contacts ORDER BY id` });
    expect(rows).toEqual([
      { id: 1, name: 'Ada', full_name: 'Ada' },
      { id: 2, name: 'Grace', full_name: 'Grace' },
    ]);
  });
});
