import { join } from 'node:path';
import { databaseLogins, secretNames } from '../../../config/contract';
import { DatabaseAccounts } from '../../../rehearsal/stand-ins/database-accounts';
import { SecretsManager } from '../../../servers/moto/secrets-manager';
import { PostgresServer } from '../../../servers/postgres/postgres-server';

const code = join(__dirname, '../../../lib/database/rotation/handler.ts');
const owner = 'rehearsal';
const secrets: Record<string, string> = {};
let postgres: PostgresServer;
let manager: SecretsManager;
let accounts: DatabaseAccounts;

beforeAll(async () => {
  postgres = await PostgresServer.start();
  manager = await SecretsManager.start();
  const { master, port, certificateFile } = postgres;
  accounts = await DatabaseAccounts.make({ master, port, certificateFile, manager, owner, code, secrets });
}, 120_000);
afterAll(async () => {
  accounts?.stop();
  await manager?.stop();
  await postgres?.stop();
});

test.each(databaseLogins)('the secret of %s is that of a user who logs in', async (login) => {
  const { username, password, dbname } = JSON.parse(secrets[secretNames.databaseLogin(owner, login)]!);
  const rows = await postgres.query(
    { user: username, password, database: dbname },
    'SELECT current_user AS name',
  );
  expect(rows).toEqual([{ name: login }]);
});

test('Temporal owns both of its databases', async () => {
  const { user, password } = await accounts.current('temporal');
  for (const database of ['temporal', 'temporal_visibility']) {
    await expect(postgres.query({ user, password, database }, 'CREATE TABLE t (id int)')).resolves.toEqual(
      [],
    );
  }
});

test('a rotation changes the secret, and the user of before stays good', async () => {
  const before = await accounts.current('app');
  await accounts.rotate('app');
  expect(JSON.parse(secrets[secretNames.databaseLogin(owner, 'app')]!).username).toBe('app_b');
  await expect(postgres.query(before, 'SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
});

test('the pooler looks up the verifier of the user of now', async () => {
  const { user } = await accounts.current('app');
  const rows = await postgres.query(
    await accounts.current('pooler'),
    `SELECT username FROM pooler.get_auth('${user}')`,
  );
  expect(rows).toEqual([{ username: user }]);
});
