import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { databaseLogins } from '../../../config/contract';
import { loadEnvironment } from '../../../config/load';
import { poolerConnections } from '../../../config/database-connections';
import { selfSignedCertificate } from '../../../servers/self-signed-certificate';
import type { Login } from '../../../servers/postgres/postgres-server';
import { RotatedDatabase } from '../rotated-database';
import { type ClientSettings, RenderedPooler } from './rendered-pooler';

const { pooling } = loadEnvironment('production');
let database: RotatedDatabase;
let pooler: RenderedPooler;
let application: Login;

beforeAll(async () => {
  database = await RotatedDatabase.start({});
  await Promise.all(databaseLogins.map((login) => database.rotate(login)));
  application = await database.credentials('app');
  pooler = await RenderedPooler.start(database.server, await database.credentials('pooler'));
}, 120_000);
afterAll(async () => {
  await pooler?.stop();
  await database?.stop();
});

async function connected(settings: ClientSettings): Promise<Client> {
  const client = new Client(settings);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const attempt = async (settings: ClientSettings): Promise<void> => (await connected(settings)).end();

async function serverConnections(): Promise<number> {
  const [row] = await database.server.asSuperuser(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename ~ '^(app|pooler)_'`,
  );
  return Number(row!.count);
}

test('as many clients as production takes share the connections that the budget counts', async () => {
  const clients: Client[] = [];
  const most: number[] = [];
  // A tenth at a time: a test process has one thread, as a fleet of pods has not.
  while (clients.length < pooling.maxClients) {
    clients.push(
      ...(await Promise.all(Array.from({ length: 100 }, () => connected(pooler.login(application))))),
    );
  }
  const work = Promise.all(
    clients.map(async (client) => {
      await client.query('BEGIN');
      const { rows } = await client.query('SELECT pg_sleep(0.02), current_user AS name');
      await client.query('COMMIT');
      return rows[0].name;
    }),
  );
  let done = false;
  const watch = (async () => {
    for (; !done; await sleep(100)) most.push(await serverConnections());
  })();
  const names = await work;
  done = true;
  await watch;

  expect(new Set(names)).toEqual(new Set(['app']));
  expect(names).toHaveLength(1000);
  expect(Math.max(...most)).toBeLessThanOrEqual(poolerConnections(pooling));
  expect(Math.max(...most)).toBeGreaterThanOrEqual(pooling.poolSize);
  expect(pooler.residentMib).toBeLessThan(pooling.memoryRequestMib);
  await expect(attempt(pooler.login(application))).rejects.toThrow('no more connections allowed');
  await Promise.all(clients.map((client) => client.end()));
});

test('the transactions of one client may use several connections', async () => {
  const clients = await Promise.all(Array.from({ length: 10 }, () => connected(pooler.login(application))));
  const processes = new Set<number>();
  for (let round = 0; round < 5; round++) {
    const rows = await Promise.all(
      clients.map((client) => client.query('SELECT pg_backend_pid() AS process, pg_sleep(0.01)')),
    );
    for (const {
      rows: [row],
    } of rows)
      processes.add(row.process);
  }
  expect(processes.size).toBeLessThanOrEqual(pooling.poolSize);
  await Promise.all(clients.map((client) => client.end()));
});

/** Unknown, known without a right to the database or the console, or with a wrong password. */
const refusal =
  /no such user|no authentication method is found|login rejected|authentication failed|not allowed/;

describe('refused', () => {
  test('a client with a wrong password', async () => {
    const settings = pooler.login({ ...application, password: 'wrong' });
    await expect(attempt(settings)).rejects.toThrow(
      /SASL authentication failed|password authentication failed/,
    );
  });

  test.each(['migrator', 'pooler', 'exporter'] as const)('the login %s', async (login) => {
    const settings = pooler.login(await database.credentials(login));
    await expect(attempt(settings)).rejects.toThrow(refusal);
  });

  test('the application at the lookups’ database', async () => {
    await expect(attempt(pooler.login(application, 'lookup'))).rejects.toThrow(refusal);
  });

  test('the application at the admin console', async () => {
    await expect(attempt(pooler.login(application, 'pgbouncer'))).rejects.toThrow(refusal);
  });

  test('the user of the statistics over the network', async () => {
    const settings = pooler.login({ user: 'statistics', password: '', database: '' }, 'pgbouncer');
    await expect(attempt(settings)).rejects.toThrow(refusal);
  });
});

test('the exporter’s user reads statistics by the socket and changes nothing', async () => {
  const client = await connected({
    host: pooler.socketFolder,
    port: pooler.port,
    user: 'statistics',
    password: '',
    database: 'pgbouncer',
  });
  const { rows } = await client.query('SHOW POOLS');
  expect(rows.map(({ database: name, user }) => `${name} ${user}`)).toContain('app app_a');
  await expect(client.query('RELOAD')).rejects.toThrow('admin access needed');
  await client.end();
});

test('a database that another authority vouches for is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const authorities = readFileSync(selfSignedCertificate(folder).certificate, 'utf8');
  const strict = await RenderedPooler.start(database.server, await database.credentials('pooler'), {
    authorities,
  });
  const settings = { ...strict.login(application), connectionTimeoutMillis: 3000 };
  await expect(attempt(settings)).rejects.toThrow();
  expect(strict.log()).toContain('certificate verify failed');
  await strict.stop();
  rmSync(folder, { recursive: true });
});
