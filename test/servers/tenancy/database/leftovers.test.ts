import { Pool } from 'pg';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { TenantPlatform } from '../support/tenant-platform';
import { resetNotes, startNotes } from './notes';

/** One server connection for all clients: what a unit of work leaves on it, the next client has. */
let platform: TenantPlatform;
let database: TenantDatabase;
let nextClient: Pool;

beforeAll(async () => {
  platform = await startNotes();
  database = new TenantDatabase({ primaryUrl: platform.applicationUrl, serverPreparedStatements: true });
  nextClient = new Pool({ connectionString: platform.applicationUrl, max: 1 });
  clean = await state();
});
afterAll(async () => {
  await nextClient.end();
  await database.close();
  await platform.stop();
});
beforeEach(() => resetNotes(platform, database));

let clean: unknown;

/** What another client of the pooler finds on the server connection. */
async function state(): Promise<unknown> {
  const { rows } = await nextClient.query(
    `SELECT current_user AS role, current_schemas(true)::text AS schemas, (
       SELECT json_object_agg(name, setting ORDER BY name) FROM pg_settings
       WHERE source = 'session' AND name NOT IN ('client_encoding', 'application_name')
     ) AS settings, (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory') AS locks`,
  );
  return rows[0];
}

const asAcme = <Result>(work: () => Promise<Result>): Promise<Result> =>
  runAsTenant(platform.tenant('acme'), work);
const failing = async (work: Promise<unknown>): Promise<void> => {
  await expect(work).rejects.toThrow();
};

test('the next client is the plain login', () => {
  expect(clean).toMatchObject({ role: 'app', schemas: '{pg_catalog,public}' });
});

const units: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['a statement', () => database.query({ text: 'SELECT 1' })],
  ['a prepared statement', () => database.query({ name: 'one', text: 'SELECT 1 AS one' })],
  ['a read-only statement', () => database.query({ text: 'SELECT 1' }, { readOnly: true })],
  ['a statement that fails', () => failing(database.query({ text: 'SELECT 1 / $1::int', values: [0] }))],
  ['a statement that cannot be planned', () => failing(database.query({ text: 'SELECT * FROM nothing' }))],
  [
    'a statement with a wrong value',
    () => failing(database.query({ text: 'SELECT $1::int', values: ['x'] })),
  ],
  ['a transaction', () => database.transaction((transaction) => transaction.query({ text: 'SELECT 1' }))],
  [
    'a read-only transaction',
    () => database.transaction((transaction) => transaction.query({ text: 'SELECT 1' }), { readOnly: true }),
  ],
  [
    'a transaction that fails',
    () => failing(database.transaction((transaction) => transaction.query({ text: 'SELECT 1 / 0' }))),
  ],
  [
    'a transaction that is given up',
    () =>
      failing(
        database.transaction(async (transaction) => {
          await transaction.query({ text: `INSERT INTO notes (id, body) VALUES (2, '')` });
          throw new Error('given up');
        }),
      ),
  ],
  [
    'a transaction that is given up with statements under way',
    () =>
      failing(
        database.transaction(async (transaction) => {
          await transaction.query({ text: 'SELECT 1' });
          void transaction.query({ text: 'SELECT 2' }).catch(() => {});
          throw new Error('given up');
        }),
      ),
  ],
  [
    'a transaction with an advisory lock',
    () =>
      database.transaction((transaction) => transaction.query({ text: 'SELECT pg_advisory_xact_lock(1)' })),
  ],
  [
    'a setting that is written through a view',
    () =>
      failing(
        database.query({ text: `UPDATE pg_settings SET setting = 'tenant_beta' WHERE name = 'search_path'` }),
      ),
  ],
];

test.each(units)('%s leaves nothing to the next client', async (_what, unit) => {
  await asAcme(unit);
  expect(await state()).toEqual(clean);
});

test('a deferred constraint that fails at COMMIT rejects and leaves nothing', async () => {
  await platform.database.query({
    text: `ALTER TABLE tenant_acme.replies ALTER CONSTRAINT replies_note_id_fkey DEFERRABLE INITIALLY DEFERRED`,
  });
  const insert = { text: `INSERT INTO replies (note_id, body) VALUES (404, '')` };
  await expect(
    asAcme(() => database.transaction((transaction) => transaction.query(insert))),
  ).rejects.toMatchObject({
    code: '23503',
  });
  await expect(asAcme(() => database.query(insert))).rejects.toMatchObject({ code: '23503' });
  expect(await state()).toEqual(clean);
});

/** What the library exists to prevent, done by hand: the check above must see each. */
const faults: readonly (readonly [string, string])[] = [
  ['the role set for the session', 'SET ROLE tenant_acme'],
  ['the schema set for the session', 'SET search_path TO tenant_acme'],
  ['the role set by a function for the session', `SELECT set_config('role', 'tenant_acme', false)`],
  [
    'the schema set through a view',
    `UPDATE pg_settings SET setting = 'tenant_acme' WHERE name = 'search_path'`,
  ],
  ['read only set for the session', 'SET default_transaction_read_only TO on'],
  ['a lock of the session', 'SELECT pg_advisory_lock(1)'],
];

test.each(faults)('%s is seen', async (_what, fault) => {
  const careless = new Pool({ connectionString: platform.applicationUrl, max: 1 });
  await careless.query(fault);
  const seen = await state();
  await careless.query('RESET ALL; RESET ROLE; SELECT pg_advisory_unlock_all()');
  await careless.end();
  expect(seen).not.toEqual(clean);
});
