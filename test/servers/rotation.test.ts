import { setTimeout as sleep } from 'node:timers/promises';
import { bootstrapLock } from '../../lib/database/rotation/master-connections';
import { type Login, superuser } from '../../servers/postgres/postgres-server';
import { RotatedDatabase, secretOf } from './rotated-database';

let database: RotatedDatabase;
let first: Login;

beforeAll(async () => {
  database = await RotatedDatabase.start();
  await database.rotate('app');
  first = await database.credentials('app');
});
afterAll(() => database?.stop());

describe('the second rotation, interrupted', () => {
  let version: string;

  beforeAll(async () => {
    version = await database.secrets.startRotation(secretOf('app'));
    await database.step('createSecret', 'app', version).done;
  });

  test('a repeated createSecret keeps the password that is pending', async () => {
    const before = await database.credentials('app', 'AWSPENDING');
    await database.step('createSecret', 'app', version).done;
    expect(await database.credentials('app', 'AWSPENDING')).toEqual(before);
  });

  test('a function killed within setSecret is taken up by the next', async () => {
    const blocker = await database.server.connect(superuser);
    await blocker.query(`SELECT pg_advisory_lock(${bootstrapLock})`);
    const killed = database.step('setSecret', 'app', version);
    await someoneWaitsForTheLock();
    killed.process.kill('SIGKILL');
    await killed.done.catch(() => undefined);
    await blocker.end();
    await database.step('setSecret', 'app', version).done;
    await expect(database.step('testSecret', 'app', version).done).resolves.toBeUndefined();
  });

  test('until it is finished the secret names the first user', async () => {
    expect((await database.credentials('app')).user).toBe('app_a');
  });

  test('finished twice, the secret names the second user', async () => {
    await database.step('finishSecret', 'app', version).done;
    await database.step('finishSecret', 'app', version).done;
    expect((await database.credentials('app')).user).toBe('app_b');
  });

  test('the first user’s password goes on working', async () => {
    const rows = await database.server.query(first, 'SELECT current_user AS role');
    expect(rows).toEqual([{ role: 'app' }]);
  });

  test('the second user has its group’s rights', async () => {
    expect(await database.as('app', 'SELECT current_user AS role')).toEqual([{ role: 'app' }]);
  });
});

describe('the third rotation', () => {
  let second: Login;

  beforeAll(async () => {
    second = await database.credentials('app');
    await database.rotate('app');
  });

  test('the first user is current again', async () => {
    expect((await database.credentials('app')).user).toBe('app_a');
  });

  test('the first user’s old password is dead', async () => {
    await expect(database.server.query(first, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  test('the second user’s password goes on working', async () => {
    const rows = await database.server.query(second, 'SELECT current_user AS role');
    expect(rows).toEqual([{ role: 'app' }]);
  });
});

describe('refused', () => {
  test('a secret that is no login’s', async () => {
    await database.secrets.create('production/other', {});
    const ClientRequestToken = await database.secrets.startRotation('production/other');
    const { done } = database.rotation.invoke({
      Step: 'createSecret',
      SecretId: 'production/other',
      ClientRequestToken,
    });
    await expect(done).rejects.toThrow('is no database login; those are production/database/app');
  });

  test('a version that is not pending', async () => {
    const unknown = '00000000-0000-0000-0000-000000000000';
    await expect(database.step('setSecret', 'app', unknown).done).rejects.toThrow('is not pending');
  });

  test('a server whose certificate nobody vouches for', async () => {
    const ClientRequestToken = await database.secrets.startRotation(secretOf('exporter'));
    await database.step('createSecret', 'exporter', ClientRequestToken).done;
    const { done } = database.rotation.invoke(
      { Step: 'setSecret', SecretId: secretOf('exporter'), ClientRequestToken },
      { NODE_EXTRA_CA_CERTS: '' },
    );
    await expect(done).rejects.toThrow('self-signed certificate');
  });
});

describe('secrecy', () => {
  const found = (text: string): string[] =>
    [...database.passwords].filter((password) => text.includes(password));

  test('no password reaches the log of a server that logs every statement', () => {
    expect(found(database.server.log())).toEqual([]);
  });

  test('that log holds the statements that set passwords', () => {
    const statement = `ALTER ROLE "app_a" LOGIN PASSWORD 'SCRAM-SHA-256$`;
    expect(database.server.log().includes(statement)).toBe(true);
  });

  test('no password reaches the function’s output', () => {
    database.passwords.add(database.server.master.password);
    expect(found(database.rotation.output)).toEqual([]);
  });
});

async function someoneWaitsForTheLock(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const waiting = await database.server.asSuperuser(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
    );
    if (waiting.length > 0) return;
    await sleep(100);
  }
  throw new Error('no rotation waits for the lock');
}
