import { Pool } from 'pg';
import { PgbouncerServer } from '../../../../servers/pgbouncer/pgbouncer-server';
import { TcpProxy } from '../../../../servers/tcp-proxy';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { NotReached } from '../../../../tenancy/database/impatient-socket';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { TenantPlatform } from '../support/tenant-platform';
import { startNotes } from './notes';

const statement = { text: 'SELECT FROM public.tenants LIMIT 1' };
/** As long as a probe waits. */
const milliseconds = 700;

let platform: TenantPlatform;
let lost: PgbouncerServer;
let proxy: TcpProxy;
let database: TenantDatabase;

beforeAll(async () => {
  platform = await startNotes({ pgbouncer: { poolSize: 5 } });
});
afterAll(() => platform.stop());

/** Two connections through the pooler that is going to be lost; new ones then get to another. */
beforeEach(async () => {
  const { postgres, logins } = platform;
  lost = await PgbouncerServer.start({ postgres, logins: [logins.application] });
  proxy = await TcpProxy.start(lost.port);
  const url = new URL(platform.applicationUrl);
  url.port = String(proxy.port);
  database = new TenantDatabase({ primaryUrl: url.href, maxConnections: 4 });
  await Promise.all([database.platform.query(statement), database.platform.query(statement)]);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await database.close();
  await proxy.stop();
  await lost.stop();
});

function loseOne(): void {
  lost.freeze();
  proxy.target = platform.pgbouncer.port;
}

test('the database answers a probe while another pooler is there', async () => {
  loseOne();
  expect(await database.answers(statement, milliseconds)).toBe(true);
});

test('after a probe no unit of work meets the lost pooler', async () => {
  loseOne();
  await database.answers(statement, milliseconds);
  const units = Array.from({ length: 8 }, () =>
    runAsTenant(platform.tenant('acme'), () => database.query({ text: 'SELECT id FROM notes' })),
  );
  expect(await Promise.all(units)).toHaveLength(8);
});

test('the database does not answer when no pooler does', async () => {
  lost.freeze();
  expect(await database.answers(statement, milliseconds)).toBe(false);
});

test('a refused statement is no answer', async () => {
  expect(await database.answers({ text: 'SELECT FROM public.nothing' }, milliseconds)).toBe(false);
});

test('whoever does not reach one pooler tries again', async () => {
  loseOne();
  await database.answers(statement, milliseconds);
  const connect = jest.spyOn(Pool.prototype, 'connect') as unknown as jest.SpyInstance;
  connect.mockImplementationOnce((settle: (error: Error) => void) => settle(new NotReached(1)));
  await database.platform.query(statement);
  expect(connect).toHaveBeenCalledTimes(2);
});
