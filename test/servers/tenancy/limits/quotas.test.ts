import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import type { Migration } from '../../../../tenancy/database/migration';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { TenantTransaction } from '../../../../tenancy/database/unit-of-work';
import { type QuotaName, Quotas, type UsedStatements } from '../../../../tenancy/limits/quotas';
import { PostgresTenantRegistry } from '../../../../tenancy/registry/postgres-registry';
import { tenancyMigrations } from '../../../../tenancy/schema/tenant-migrations';
import { TenantPlatform } from '../support/tenant-platform';

const migrations: readonly Migration[] = [
  ...tenancyMigrations,
  {
    id: 'quotas-1-things',
    phase: 'expand',
    sql: `CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, bytes bigint)`,
  },
];
const count = (kind: string) => ({
  text: 'SELECT count(*) AS used FROM things WHERE kind = $1',
  values: [kind],
});
const used: UsedStatements = {
  agents: count('agents'),
  tasks: count('tasks'),
  storage: { text: `SELECT coalesce(sum(bytes), 0) AS used FROM things WHERE kind = 'storage'` },
};
const gib = 2 ** 30;

let platform: TenantPlatform;
let database: TenantDatabase;
let quotas: Quotas;
let free: TenantContext;
beforeAll(async () => {
  platform = await TenantPlatform.start({ migrations, pgbouncer: {} });
  database = new TenantDatabase({ primaryUrl: platform.applicationUrl, maxConnections: 20 });
  quotas = new Quotas(new PostgresTenantRegistry(database.platform), used);
  free = await platform.provision('free-rider', 'free');
});
beforeEach(() => runAsTenant(free, () => database.query({ text: 'DELETE FROM things' })));
afterAll(async () => {
  await database.close();
  await platform.stop();
});

/** Adds one thing, within its quota: answers whether it got in. */
function add(tenant: TenantContext, name: QuotaName, bytes = 1): Promise<boolean> {
  return runAsTenant(tenant, () =>
    database.transaction(async (transaction) => {
      await quotas.enforce(transaction, name, name === 'storage' ? bytes : 1);
      await transaction.query({
        text: 'INSERT INTO things (kind, bytes) VALUES ($1, $2)',
        values: [name, bytes],
      });
    }),
  ).then(
    () => true,
    (error: { code?: string }) => {
      if (error.code !== 'limit-reached') throw error;
      return false;
    },
  );
}

const addMany = async (tenant: TenantContext, name: QuotaName, times: number): Promise<number> =>
  (await Promise.all(Array.from({ length: times }, () => add(tenant, name)))).filter(Boolean).length;
const things = async (tenant: TenantContext, name: QuotaName): Promise<number> => {
  const { rows } = await runAsTenant(tenant, () => database.query<{ used: string }>(count(name)));
  return Number(rows[0]?.used);
};

test.each([
  ['agents', 5],
  ['tasks', 10],
] as const)('of 50 %s at the same time exactly %d get in', async (name, limit) => {
  expect([await addMany(free, name, 50), await things(free, name)]).toEqual([limit, limit]);
});

test('without the lock too many get in, so the test above can fail', async () => {
  const adding = 6;
  let counted = 0;
  let allCounted: () => void;
  const barrier = new Promise<void>((resolve) => (allCounted = resolve));
  const addUnlocked = async (transaction: TenantTransaction): Promise<void> => {
    const unlocked: TenantTransaction = {
      query: async (statement) =>
        statement.text.includes('advisory') ? { rows: [], rowCount: 0 } : transaction.query(statement),
    };
    await quotas.enforce(unlocked, 'agents');
    counted += 1;
    if (counted === adding) allCounted();
    await barrier;
    await transaction.query({ text: `INSERT INTO things (kind) VALUES ('agents')` });
  };
  await Promise.all(
    Array.from({ length: adding }, () => runAsTenant(free, () => database.transaction(addUnlocked))),
  );
  expect(await things(free, 'agents')).toBe(adding);
});

test('bytes add up to the last one of the quota and no further', async () => {
  const outcomes = [
    await add(free, 'storage', gib - 10),
    await add(free, 'storage', 11),
    await add(free, 'storage', 10),
  ];
  expect(outcomes).toEqual([true, false, true]);
});

test('what is removed makes room', async () => {
  await addMany(free, 'agents', 5);
  await runAsTenant(free, () =>
    database.query({ text: `DELETE FROM things WHERE id = (SELECT min(id) FROM things)` }),
  );
  expect(await addMany(free, 'agents', 2)).toBe(1);
});

test('what was rolled back takes no room', async () => {
  await addMany(free, 'agents', 4);
  const broken = runAsTenant(free, () =>
    database.transaction(async (transaction) => {
      await quotas.enforce(transaction, 'agents');
      await transaction.query({ text: `INSERT INTO things (kind) VALUES ('agents')` });
      throw new Error('broken');
    }),
  );
  await broken.catch(() => undefined);
  expect(await addMany(free, 'agents', 2)).toBe(1);
});

test('tenants have a quota each', async () => {
  const other = await platform.provision('other-rider', 'free');
  await addMany(free, 'agents', 5);
  expect(await addMany(other, 'agents', 6)).toBe(5);
});

test('quotas of one tenant do not touch one another', async () => {
  await addMany(free, 'agents', 5);
  expect(await addMany(free, 'tasks', 1)).toBe(1);
});

test('the refusal says what is used up and what helps', async () => {
  await addMany(free, 'agents', 5);
  const refused = runAsTenant(free, () =>
    database.transaction((transaction) => quotas.enforce(transaction, 'agents')),
  );
  await expect(refused).rejects.toMatchObject({
    message: 'The tenant may have 5 agents; remove one, or choose a larger plan.',
    limit: 'agents',
    retryAfterSeconds: 60,
    quota: 5,
  });
});

test('a contract goes over the tier', async () => {
  const large = await platform.provision('large-corp', 'enterprise');
  expect(await addMany(large, 'agents', 30)).toBe(30);
});
