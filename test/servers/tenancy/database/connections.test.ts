import { readFileSync } from 'node:fs';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { TenantDatabase, type TenantDatabaseOptions } from '../../../../tenancy/database/tenant-database';
import type { TenantPlatform } from '../support/tenant-platform';
import { startNotes } from './notes';

let platform: TenantPlatform;

beforeAll(async () => {
  platform = await startNotes();
});
afterAll(() => platform.stop());

/** Runs as `acme` on a database of its own. */
async function on<Result>(
  options: TenantDatabaseOptions,
  work: (database: TenantDatabase) => Promise<Result>,
): Promise<Result> {
  const database = new TenantDatabase(options);
  try {
    return await runAsTenant(platform.tenant('acme'), () => work(database));
  } finally {
    await database.close();
  }
}

const named = (url: string, name: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}application_name=${name}`;
const serverOf = { text: `SELECT current_setting('application_name') AS name` };

describe('with a replica', () => {
  const both = (): TenantDatabaseOptions => ({
    primaryUrl: named(platform.applicationUrl, 'primary'),
    readerUrl: named(platform.directApplicationUrl, 'reader'),
  });

  test('a read-only statement goes to it', async () => {
    const { rows } = await on(both(), (database) => database.query(serverOf, { readOnly: true }));
    expect(rows).toEqual([{ name: 'reader' }]);
  });

  test('a read-only transaction goes to it', async () => {
    const { rows } = await on(both(), (database) =>
      database.transaction((transaction) => transaction.query(serverOf), { readOnly: true }),
    );
    expect(rows).toEqual([{ name: 'reader' }]);
  });

  test('everything else goes to the primary', async () => {
    const names = await on(both(), async (database) => [
      (await database.query(serverOf)).rows,
      (await database.transaction((transaction) => transaction.query(serverOf))).rows,
      (await database.platform.query(serverOf)).rows,
    ]);
    expect(names).toEqual(Array(3).fill([{ name: 'primary' }]));
  });
});

test('without a replica a read-only unit of work goes to the primary', async () => {
  const primaryUrl = named(platform.applicationUrl, 'primary');
  const { rows } = await on({ primaryUrl }, (database) => database.query(serverOf, { readOnly: true }));
  expect(rows).toEqual([{ name: 'primary' }]);
});

test('a URL with sslmode=verify-full and sslrootcert is followed', async () => {
  const { rows } = await on({ primaryUrl: platform.directApplicationUrl }, (database) =>
    database.query({ text: 'SELECT 1 AS one' }),
  );
  expect(rows).toEqual([{ one: 1 }]);
});

test('a certificate given apart vouches for the server', async () => {
  const primaryUrl = platform.directApplicationUrl.replace(/\?.*/, '?sslmode=verify-full');
  const certificate = readFileSync(platform.postgres.certificateFile, 'utf8');
  const one = { text: 'SELECT 1 AS one' };
  const { rows } = await on({ primaryUrl, certificate }, (database) => database.query(one));
  expect(rows).toEqual([{ one: 1 }]);
  await expect(on({ primaryUrl }, (database) => database.query(one))).rejects.toThrow(
    'self-signed certificate',
  );
});

test('a process keeps no more connections than it is allowed', async () => {
  const url = named(platform.directApplicationUrl, 'bounded');
  const count = {
    text: `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'bounded'`,
  };
  const most = await on({ primaryUrl: url, maxConnections: 3 }, async (database) => {
    await Promise.all(Array.from({ length: 30 }, () => database.query({ text: 'SELECT pg_sleep(0.01)' })));
    return platform.postgres.asSuperuser(count.text);
  });
  expect(most).toEqual([{ count: 3 }]);
});

test('a transaction without statements takes no connection', async () => {
  await on({ primaryUrl: 'postgresql://nobody@127.0.0.1:1/nothing' }, (database) =>
    expect(database.transaction(async () => 'nothing to do')).resolves.toBe('nothing to do'),
  );
});

test('a value that cannot be sent costs no connection', async () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const backend = { text: 'SELECT pg_backend_pid() AS pid' };
  const [before, after] = await on(
    { primaryUrl: platform.directApplicationUrl, maxConnections: 1 },
    async (database) => {
      const first = await database.query(backend);
      const unsendable = database.query({ text: 'SELECT $1::jsonb', values: [circular] });
      await expect(unsendable).rejects.toThrow('circular');
      return [first.rows, (await database.query(backend)).rows];
    },
  );
  expect(after).toEqual(before);
});
