import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BaseBackup } from '../../../servers/postgres/base-backup';
import { PostgresServer, type RestoreOptions } from '../../../servers/postgres/postgres-server';
import { segmentOf, WalArchive } from '../../../servers/postgres/wal-archive';

const archiveSeconds = 2;
let archive: WalArchive;
let backup: BaseBackup;
let restored: PostgresServer | undefined;
let certificate: RestoreOptions['certificate'];
let first: PostgresServer;

const write = (server: PostgresServer, value: number) =>
  server.asSuperuser(`INSERT INTO notes VALUES (${value})`);
const notes = async (server: PostgresServer) =>
  (await server.asSuperuser('SELECT n FROM notes ORDER BY n')).map(({ n }) => n);

/** Writes 1 before the backup, 2 and 3 into two segments of the archive. */
beforeEach(async () => {
  archive = new WalArchive(archiveSeconds);
  first = await PostgresServer.start({ archive, names: ['db.example'] });
  ({ certificate } = first);
  await first.asSuperuser('CREATE TABLE notes (n int)');
  await write(first, 1);
  backup = await BaseBackup.take(first);
  for (const value of [2, 3]) {
    await write(first, value);
    const [row] = await first.asSuperuser('SELECT pg_walfile_name(pg_switch_wal()) AS name');
    while (!archive.segments().includes(String(row!.name))) await sleep(50);
  }
});
afterEach(async () => {
  await restored?.stop();
  restored = undefined;
  await first.stop();
  backup.remove();
  archive.remove();
});

test('a server is rebuilt with all that was archived, and takes writes under the same certificate', async () => {
  await write(first, 4);
  await first.kill();
  restored = await PostgresServer.restore({ archive, backup, certificate });
  expect(await notes(restored)).toEqual([1, 2, 3]);
  await write(restored, 5);
  expect(await notes(restored)).toEqual([1, 2, 3, 5]);
});

test('what is written is archived after so many seconds at the latest', async () => {
  const before = archive.segments().length;
  await write(first, 4);
  await sleep((archiveSeconds + 2) * 1000);
  expect(archive.segments().length).toBeGreaterThan(before);
});

test('where a segment is missing, the recovery ends, and its position tells', async () => {
  const lost = archive.segments().at(-2)!;
  const newest = archive.newest()!;
  rmSync(join(archive.folder, lost));
  await first.kill();
  restored = await PostgresServer.restore({ archive, backup, certificate });
  expect(await notes(restored)).not.toContain(3);
  expect(segmentOf(await restored.recoveredTo())).toBeLessThan(newest);
});

test('where none is missing, the position is in the newest segment', async () => {
  const newest = archive.newest()!;
  await first.kill();
  restored = await PostgresServer.restore({ archive, backup, certificate });
  expect(segmentOf(await restored.recoveredTo())).toBeGreaterThanOrEqual(newest);
});
