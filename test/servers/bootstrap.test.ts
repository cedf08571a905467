import { databaseLogins } from '../../config/contract';
import { RotatedDatabase, secretOf } from './rotated-database';

/** The first rotations of all logins, started together on an empty server. */
let database: RotatedDatabase;

beforeAll(async () => {
  database = await RotatedDatabase.start();
  await Promise.all(databaseLogins.map((login) => database.rotate(login)));
});
afterAll(() => database?.stop());

describe.each(databaseLogins)('%s', (login) => {
  test('logs in as its first user and acts as its group', async () => {
    const [row] = await database.as(login, 'SELECT session_user AS session, current_user AS current');
    expect(row).toEqual({ session: `${login}_a`, current: login });
  });

  test('is a group that nobody logs in as', async () => {
    const [row] = await database.server.asSuperuser(
      `SELECT rolcanlogin FROM pg_roles WHERE rolname = '${login}'`,
    );
    expect(row).toEqual({ rolcanlogin: false });
  });
});

test('no login is a superuser, replicates or bypasses row security', async () => {
  const rows = await database.server.asSuperuser(
    `SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls OR rolreplication) AND rolname <> 'postgres'`,
  );
  expect(rows).toEqual([]);
});

test('each database belongs to the login that changes its schema', async () => {
  const rows = await database.server.asSuperuser(
    `SELECT datname, pg_get_userbyid(datdba) AS owner FROM pg_database
     WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1`,
  );
  expect(rows).toEqual([
    { datname: 'app', owner: 'migrator' },
    { datname: 'temporal', owner: 'temporal' },
    { datname: 'temporal_visibility', owner: 'temporal' },
  ]);
});

test('a login connects to no database but its own', async () => {
  const login = { ...(await database.credentials('app')), database: 'temporal' };
  await expect(database.server.query(login, 'SELECT 1')).rejects.toThrow('permission denied for database');
});

test('what a user of migrator makes belongs to the group', async () => {
  await database.as('migrator', 'CREATE TABLE public.tenants (id int)');
  const [row] = await database.as('migrator', `SELECT tableowner FROM pg_tables WHERE tablename = 'tenants'`);
  expect(row).toEqual({ tableowner: 'migrator' });
});

test('app makes no tables', async () => {
  await expect(database.as('app', 'CREATE TABLE public.own (id int)')).rejects.toThrow(
    'permission denied for schema',
  );
});

describe('a tenant that migrator made', () => {
  beforeAll(() =>
    database.as(
      'migrator',
      `CREATE ROLE tenant_x; GRANT tenant_x TO app; CREATE SCHEMA tenant_x;
       CREATE TABLE tenant_x.rows AS SELECT 1 AS id;
       GRANT USAGE ON SCHEMA tenant_x TO tenant_x; GRANT SELECT ON tenant_x.rows TO tenant_x`,
    ),
  );

  test('app cannot read its rows', async () => {
    await expect(database.as('app', 'SELECT id FROM tenant_x.rows')).rejects.toThrow(
      'permission denied for schema',
    );
  });

  test('app reads its rows as the tenant', async () => {
    const rows = await database.as('app', 'BEGIN; SET LOCAL ROLE tenant_x; SELECT id FROM tenant_x.rows');
    expect(rows).toEqual([{ id: 1 }]);
  });
});

test('exporter reads the statistics of everybody', async () => {
  const [row] = await database.as('exporter', `SELECT pg_has_role('pg_monitor', 'USAGE') AS monitors`);
  expect(row).toEqual({ monitors: true });
});

describe('the pooler’s lookup', () => {
  test('answers the verifier that the server holds for app', async () => {
    const [found] = await database.as('pooler', `SELECT * FROM pooler.get_auth('app_a')`);
    const [held] = await database.server.asSuperuser(
      `SELECT rolpassword FROM pg_authid WHERE rolname = 'app_a'`,
    );
    expect(found).toEqual({ username: 'app_a', verifier: held!.rolpassword });
  });

  test('answers nothing for a login that is not pooled', async () => {
    expect(await database.as('pooler', `SELECT * FROM pooler.get_auth('migrator_a')`)).toEqual([]);
  });

  test('is closed to app', async () => {
    await expect(database.as('app', `SELECT * FROM pooler.get_auth('app_a')`)).rejects.toThrow(
      'permission denied',
    );
  });
});

test('the url of a secret is the login’s', async () => {
  const { url, username, password, port } = await database.secrets.value(secretOf('app'), 'AWSCURRENT');
  expect(url).toBe(`postgresql://${username}:${password}@localhost:${port}/app?sslmode=verify-full`);
});
