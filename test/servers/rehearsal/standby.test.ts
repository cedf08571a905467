import { setTimeout as sleep } from 'node:timers/promises';
import { BaseBackup } from '../../../servers/postgres/base-backup';
import { PostgresServer } from '../../../servers/postgres/postgres-server';
import { WalArchive } from '../../../servers/postgres/wal-archive';

let archive: WalArchive;
let primary: PostgresServer;
let standby: PostgresServer | undefined;

const notes = async (server: PostgresServer) =>
  (await server.asSuperuser('SELECT n FROM notes ORDER BY n')).map(({ n }) => n);

beforeEach(async () => {
  archive = new WalArchive(300);
  primary = await PostgresServer.start({ archive, names: ['db.example'] });
  await primary.asSuperuser('CREATE TABLE notes (n int)');
  await primary.asSuperuser('INSERT INTO notes VALUES (1)');
  const backup = await BaseBackup.take(primary);
  standby = await primary.addStandby(backup);
  backup.remove();
});
afterEach(async () => {
  await standby?.stop();
  await primary.stop();
  archive.remove();
});

test('a standby has what was committed before and after its start, and takes no writes', async () => {
  await primary.asSuperuser('INSERT INTO notes VALUES (2)');
  // It has the commit, and shows it a little later.
  while ((await notes(standby!)).length < 2) await sleep(20);
  expect(await notes(standby!)).toEqual([1, 2]);
  await expect(standby!.asSuperuser('INSERT INTO notes VALUES (3)')).rejects.toThrow('read-only');
});

test('a promoted standby has every commit of a primary that crashed, and takes writes', async () => {
  for (let n = 2; n <= 50; n += 1) await primary.asSuperuser(`INSERT INTO notes VALUES (${n})`);
  await primary.kill();
  await standby!.promote();
  await standby!.asSuperuser('INSERT INTO notes VALUES (51)');
  expect(await notes(standby!)).toEqual(Array.from({ length: 51 }, (_, index) => index + 1));
});
