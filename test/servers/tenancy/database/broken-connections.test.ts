import { setTimeout as sleep } from 'node:timers/promises';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { TenantPlatform } from '../support/tenant-platform';
import { resetNotes, startNotes } from './notes';

let platform: TenantPlatform;
let database: TenantDatabase;

beforeAll(async () => {
  platform = await startNotes({ pgbouncer: { poolSize: 2 } });
  await platform.postgres.asSuperuser(`ALTER ROLE app_a SET statement_timeout TO '2s'`);
  database = new TenantDatabase({ primaryUrl: platform.applicationUrl, maxConnections: 2 });
});
afterAll(async () => {
  await database.close();
  await platform.stop();
});
beforeEach(() => resetNotes(platform, database));

const asAcme = <Result>(work: () => Promise<Result>): Promise<Result> =>
  runAsTenant(platform.tenant('acme'), work);
const insert = (id: number) => ({ text: `INSERT INTO notes (id, body) VALUES ($1, 'new')`, values: [id] });
const ids = async (): Promise<unknown[]> =>
  (await database.query<{ id: number }>({ text: 'SELECT id FROM notes ORDER BY id' })).rows.map(
    ({ id }) => id,
  );

/** Every connection serves each tenant as itself, and a transaction on it works. */
async function expectSound(): Promise<void> {
  const seen = await Promise.all(
    Array.from({ length: 20 }, (_, number) =>
      runAsTenant(platform.tenant(number % 2 ? 'acme' : 'beta'), async () => {
        const { rows } = await database.transaction((transaction) =>
          transaction.query<{ role: string }>({ text: 'SELECT current_user AS role' }),
        );
        return rows[0]?.role;
      }),
    ),
  );
  expect(seen.filter((role, number) => role !== (number % 2 ? 'tenant_acme' : 'tenant_beta'))).toEqual([]);
}

/** As long as the server is away a unit of work fails; the first that succeeds ends the wait. */
async function untilServed(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const served = await asAcme(ids).catch(() => null);
    if (served) return;
    await sleep(100);
  }
  throw new Error('The database does not come back.');
}

test('a statement that takes too long is ended, and its connection is sound', async () => {
  await expect(asAcme(() => database.query({ text: 'SELECT pg_sleep(60)' }))).rejects.toMatchObject({
    code: '57014',
  });
  await expectSound();
});

test('a transaction with a statement that takes too long saves nothing', async () => {
  const slow = asAcme(() =>
    database.transaction(async (transaction) => {
      await transaction.query(insert(2));
      await transaction.query({ text: 'SELECT pg_sleep(60)' });
    }),
  );
  await expect(slow).rejects.toMatchObject({ code: '57014' });
  expect(await asAcme(ids)).toEqual([1]);
});

test('a connection that the server ends in a transaction saves nothing and is not used again', async () => {
  const killed = asAcme(() =>
    database.transaction(async (transaction) => {
      await transaction.query(insert(2));
      const { rows } = await transaction.query<{ pid: number }>({ text: 'SELECT pg_backend_pid() AS pid' });
      await platform.postgres.asSuperuser(`SELECT pg_terminate_backend(${rows[0]?.pid})`);
      await transaction.query(insert(3));
    }),
  );
  await expect(killed).rejects.toThrow();
  await expectSound();
  expect(await asAcme(ids)).toEqual([1]);
});

test('a transaction whose connection is lost while nothing runs does not pass for saved', async () => {
  const killed = asAcme(() =>
    database.transaction(async (transaction) => {
      await transaction.query(insert(2));
      await platform.pgbouncer.restart();
    }),
  );
  await expect(killed).rejects.toThrow();
  await untilServed();
  await expectSound();
  expect(await asAcme(ids)).toEqual([1]);
});

test('PgBouncer killed under load: every unit of work ends, and the next are served', async () => {
  const units = Array.from({ length: 50 }, () =>
    asAcme(() => database.query({ text: 'SELECT pg_sleep(0.05)' })).then(
      () => 'done',
      () => 'failed',
    ),
  );
  await platform.pgbouncer.restart();
  expect((await Promise.all(units)).length).toBe(50);
  await untilServed();
  await expectSound();
});

test('PostgreSQL restarted: units of work are served again', async () => {
  await platform.postgres.restart();
  await untilServed();
  await expectSound();
});

test('a process killed in a transaction leaves nothing to the next client', async () => {
  const other = new TenantDatabase({ primaryUrl: platform.applicationUrl, maxConnections: 1 });
  const abandoned = asAcme(() =>
    other.transaction(async (transaction) => {
      await transaction.query(insert(2));
      destroySockets(other);
      await transaction.query(insert(3));
    }),
  );
  await expect(abandoned).rejects.toThrow();
  await other.close();
  await expectSound();
  expect(await asAcme(ids)).toEqual([1]);
});

/** Ends the connections as the death of the process does: without a word to the server. */
function destroySockets(of: TenantDatabase): void {
  const { primary } = of as unknown as {
    primary: { pool: { _clients: { connection: { stream: { destroy(): void } } }[] } };
  };
  for (const { connection } of primary.pool._clients) connection.stream.destroy();
}
