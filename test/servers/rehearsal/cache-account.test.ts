import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { secretNames } from '../../../config/contract';
import { cacheUser } from '../../../lib/cache/cache-login';
import { CacheAccount } from '../../../rehearsal/stand-ins/cache-account';
import { SecretsManager } from '../../../servers/moto/secrets-manager';
import { ValkeyServer } from '../../../servers/valkey/valkey-server';

const code = join(__dirname, '../../../lib/cache/rotation/handler.ts');
const owner = 'rehearsal';
const secrets: Record<string, string> = {};
let valkey: ValkeyServer;
let manager: SecretsManager;
let account: CacheAccount;

beforeAll(async () => {
  const user = { ...cacheUser, password: randomBytes(18).toString('hex') };
  [valkey, manager] = await Promise.all([ValkeyServer.start({ tls: true, user }), SecretsManager.start()]);
  account = await CacheAccount.make({ valkey, user, manager, owner, code, secrets });
}, 120_000);
afterAll(async () => {
  await account?.stop();
  await Promise.all([manager?.stop(), valkey?.stop()]);
});

async function ask(password: string, ...command: [string, ...string[]]): Promise<unknown> {
  const tls = { ca: readFileSync(valkey.certificateFile) };
  const { name: username } = cacheUser;
  const client = new Redis({
    port: valkey.port,
    username,
    password,
    tls,
    retryStrategy: () => null,
    lazyConnect: true,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.call(...command);
  } finally {
    client.disconnect();
  }
}

test('the user of the secret logs in, and may not do what empties a node', async () => {
  const password = await account.password();
  expect(await ask(password, 'PING')).toBe('PONG');
  await expect(ask(password, 'FLUSHALL')).rejects.toThrow('NOPERM');
});

test('after a rotation both passwords are good, after the next the first is refused, also after a restart', async () => {
  const first = await account.password();
  await account.rotate();
  const second = await account.password();
  expect(JSON.parse(secrets[secretNames.cacheQueues(owner)]!).password).toBe(second);
  expect([await ask(first, 'PING'), await ask(second, 'PING')]).toEqual(['PONG', 'PONG']);
  await account.rotate();
  await expect(ask(first, 'PING')).rejects.toThrow();
  await valkey.kill();
  await valkey.revive();
  await expect(ask(first, 'PING')).rejects.toThrow();
  expect([await ask(second, 'PING'), await ask(await account.password(), 'PING')]).toEqual(['PONG', 'PONG']);
});
