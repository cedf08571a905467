import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import { DataPlatform } from '../export/data-platform';

const writers = 8;

describe('units of work while a schema is swapped', () => {
  let data: DataPlatform;
  let database: TenantDatabase;

  beforeAll(async () => {
    data = await DataPlatform.start(['acme']);
    database = new TenantDatabase({ primaryUrl: data.platform.applicationUrl, maxConnections: writers });
  });
  afterAll(async () => {
    await database?.close();
    await data?.stop();
  });

  it('all succeed, and each lies in one schema as a whole', async () => {
    const { prefix, sha256 } = await data.export('acme');
    let isDone = false;
    let acknowledged = 0;
    const write = async (): Promise<void> => {
      for (let number = 0; !isDone; number += 1) {
        await database.transaction(async (transaction) => {
          const { rows } = await transaction.query<{ id: string }>({
            text: `INSERT INTO agents ("odd ""name", weight) VALUES (gen_random_uuid()::text, 1) RETURNING id`,
          });
          await new Promise((resolve) => setTimeout(resolve, number % 7));
          await transaction.query({ text: 'INSERT INTO runs (agent_id) VALUES ($1)', values: [rows[0]?.id] });
        });
        acknowledged += 1;
      }
    };
    const load = Array.from({ length: writers }, () => runAsTenant(data.platform.tenant('acme'), write));
    const restore = data.perform('restore', 'acme', { source: { prefix, sha256 } }).finally(async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      isDone = true;
    });
    const outcomes = await Promise.allSettled([...load, restore]);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);

    const schemas = [
      'tenant_acme',
      String((await data.sql('SELECT schema_name FROM public.retained_schemas'))[0]?.schema_name),
    ];
    const written: number[] = [];
    for (const schema of schemas) {
      const [row] = await data.sql(
        `SELECT (SELECT count(*)::integer FROM ${schema}.agents) - 40 AS agents, (SELECT count(*)::integer FROM ${schema}.runs) - 40 AS runs,
                (SELECT count(*)::integer FROM ${schema}.agents a WHERE NOT EXISTS (SELECT FROM ${schema}.runs r WHERE r.agent_id = a.id)) AS alone`,
      );
      expect(row).toEqual({ agents: row?.runs, runs: row?.runs, alone: 0 });
      written.push(Number(row?.runs));
    }
    expect(written.every((count) => count > 0)).toBe(true);
    expect(written[0]! + written[1]!).toBe(acknowledged);
  });

  it('would be split by a swap that does not wait for them', async () => {
    await data.platform.provision('split');
    await data.platform.database.session((client) =>
      client.query(
        'CREATE SCHEMA aside AUTHORIZATION migrator; CREATE TABLE aside.sightings (place text, seen integer); GRANT ALL ON ALL TABLES IN SCHEMA aside TO tenant_split; GRANT USAGE ON SCHEMA aside TO tenant_split',
      ),
    );
    const insert = { text: `INSERT INTO sightings VALUES ('here', 1)` };
    await runAsTenant(data.platform.tenant('split'), () =>
      database.transaction(async (transaction) => {
        await transaction.query(insert);
        await data.platform.database.session((client) =>
          client.query(
            'ALTER SCHEMA tenant_split RENAME TO before; ALTER SCHEMA aside RENAME TO tenant_split',
          ),
        );
        await transaction.query(insert);
      }),
    );
    const counts = await data.sql(
      'SELECT (SELECT count(*)::integer FROM before.sightings) AS before, (SELECT count(*)::integer FROM tenant_split.sightings) AS after',
    );
    expect(counts).toEqual([{ before: 1, after: 1 }]);
  });
});
