import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { TenantPlatform } from '../support/tenant-platform';
import { resetNotes, startNotes } from './notes';

let platform: TenantPlatform;
let database: TenantDatabase;

beforeAll(async () => {
  platform = await startNotes();
  database = new TenantDatabase({ primaryUrl: platform.applicationUrl, serverPreparedStatements: true });
});
afterAll(async () => {
  await database.close();
  await platform.stop();
});
beforeEach(() => resetNotes(platform, database));

const as = <Result>(slug: string, work: () => Promise<Result>): Promise<Result> =>
  runAsTenant(platform.tenant(slug), work);
const byId = { name: 'note-by-id', text: 'SELECT body FROM notes WHERE id = $1', values: [1] };
const prepared = {
  text: `SELECT statement FROM pg_prepared_statements WHERE statement LIKE $1`,
  values: ['%FROM notes%'],
};

test('one prepared statement finds the rows of each tenant', async () => {
  for (const slug of ['acme', 'beta', 'acme', 'beta']) {
    expect((await as(slug, () => database.query(byId))).rows).toEqual([{ body: `of ${slug}` }]);
  }
});

test('a name prepares the statement on the server', async () => {
  await as('acme', () => database.query(byId));
  expect((await database.platform.query(prepared)).rows).toEqual([{ statement: byId.text }]);
});

test('a statement that failed can be run again by its name', async () => {
  const insert = { name: 'insert-note', text: `INSERT INTO notes (id, body) VALUES ($1, '')` };
  await expect(as('acme', () => database.query({ ...insert, values: [1] }))).rejects.toMatchObject({
    code: '23505',
  });
  await expect(as('acme', () => database.query({ ...insert, values: ['x'] }))).rejects.toMatchObject({
    code: '22P02',
  });
  expect((await as('acme', () => database.query({ ...insert, values: [2] }))).rowCount).toBe(1);
});

test('a name stands for one text', async () => {
  await as('acme', () => database.query(byId));
  const other = as('acme', () => database.query({ ...byId, text: 'SELECT 1' }));
  await expect(other).rejects.toThrow('note-by-id belongs to another prepared statement');
});

test('one transaction may run a prepared statement several times at once', async () => {
  const several = { name: 'several', text: 'SELECT $1::int AS number' };
  const numbers = await as('acme', () =>
    database.transaction((transaction) =>
      Promise.all(
        [1, 2, 3].map(async (number) => (await transaction.query({ ...several, values: [number] })).rows[0]),
      ),
    ),
  );
  expect(numbers).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
});

describe('while the columns of tenants differ, as in the middle of a migration of the fleet', () => {
  beforeAll(() => platform.database.query({ text: 'ALTER TABLE tenant_beta.notes ADD COLUMN colour text' }));

  test('a prepared statement runs for each', async () => {
    const everything = { name: 'everything', text: 'SELECT * FROM notes' };
    for (const slug of ['acme', 'beta', 'acme', 'beta']) {
      const { rows } = await as(slug, () => database.query(everything));
      expect(rows.map((row) => 'colour' in row)).toEqual([slug === 'beta']);
    }
  });

  test('a transaction fails once, then runs', async () => {
    const everything = { name: 'everything-again', text: 'SELECT * FROM notes AS again' };
    const run = (slug: string) =>
      as(slug, () => database.transaction((transaction) => transaction.query(everything)));
    await run('acme');
    await expect(run('beta')).rejects.toThrow('cached plan must not change result type');
    expect((await run('beta')).rowCount).toBe(1);
  });
});

test('without server-side prepared statements names are left out', async () => {
  const plain = new TenantDatabase({ primaryUrl: platform.applicationUrl });
  const unnamed = { ...byId, text: 'SELECT id FROM notes WHERE id = $1' };
  for (const slug of ['acme', 'beta']) expect((await as(slug, () => plain.query(unnamed))).rowCount).toBe(1);
  const found = await plain.platform.query({ ...prepared, values: ['SELECT id FROM notes%'] });
  await plain.close();
  expect(found.rows).toEqual([]);
});
