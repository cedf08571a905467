import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './support/api-client';
import { ReferencePlatform } from './support/reference-platform';
import type { RunningApplication } from './support/running-application';

let platform: ReferencePlatform;
let api: RunningApplication;
let acme: ApiClient;

beforeAll(async () => {
  platform = await ReferencePlatform.start({ tenants: ['acme'] });
  api = await platform.run('api');
  acme = new ApiClient(api, await platform.signIn.token({ tenant: 'acme' }));
});
afterAll(() => platform?.stop());

const status = async (path: string): Promise<number> => (await fetch(api.url + path)).status;

/** Waits until `/ready` answers so. */
async function becomes(ready: 200 | 503): Promise<void> {
  while ((await status('/ready')) !== ready) await sleep(100);
}

/** A database that takes no connections looks to PgBouncer's clients like one that is away. */
async function allowConnections(allowed: boolean): Promise<void> {
  const { postgres } = platform.tenants;
  await postgres.asSuperuser(`ALTER DATABASE app ALLOW_CONNECTIONS ${allowed}`);
  await postgres.asSuperuser(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app_a'`,
  );
}

test('ready with all stores', async () => {
  expect(await status('/ready')).toBe(200);
});

describe('without Redis', () => {
  beforeAll(async () => {
    await acme.call('GET', '/v1/agents');
    await platform.valkey.kill();
    await sleep(1500);
  });
  afterAll(() => platform.valkey.revive());

  test('the API stays ready', async () => {
    expect(await status('/ready')).toBe(200);
  });

  test('it answers tenants', async () => {
    expect((await acme.call('GET', '/v1/agents')).status).toBe(200);
  });

  test('it acknowledges tasks', async () => {
    expect(await acme.task(await acme.agent(), 'Do it.')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('while the database is away', () => {
  beforeAll(async () => {
    await allowConnections(false);
    await becomes(503);
  });
  afterAll(() => allowConnections(true));

  test('the API is alive', async () => {
    expect(await status('/health')).toBe(200);
  });
});

test('the API is ready again when the database is back', async () => {
  await becomes(200);
  expect((await acme.call('GET', '/v1/agents')).status).toBe(200);
});

test('it holds no more connections than it may', async () => {
  await Promise.all(Array.from({ length: 100 }, () => acme.call('GET', '/v1/agents')));
  const rows = await platform.tenants.postgres.asSuperuser(
    `SELECT FROM pg_stat_activity WHERE usename = 'app_a'`,
  );
  expect(rows.length).toBeLessThanOrEqual(10);
});

test('it ends with 0', async () => {
  expect(await api.stop()).toBe(0);
});
