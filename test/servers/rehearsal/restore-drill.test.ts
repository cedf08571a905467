import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeRestore, type Write } from '../../../rehearsal/scenarios/restore/judge-restore';
import { tenantChecksums, type TenantChecksums } from '../../../rehearsal/scenarios/restore/tenant-checksums';
import { rebuildLostDatabase } from '../../../rehearsal/stand-ins/lost-database';
import { BaseBackup } from '../../../servers/postgres/base-backup';
import { PostgresServer, superuser } from '../../../servers/postgres/postgres-server';
import { WalArchive } from '../../../servers/postgres/wal-archive';
import { TcpProxy } from '../../../servers/tcp-proxy';

/** RDS: 300. A drill at its pace would write for five minutes. */
const archiveSeconds = 2;

/** Two tenants that nobody writes to, and one that gets writes until its database is destroyed. */
async function drill(plant: { beforeLoss?(archive: WalArchive): void; afterRestore?: string } = {}) {
  const archive = new WalArchive(archiveSeconds);
  const lost = await PostgresServer.start({ archive });
  const entrance = await TcpProxy.start(lost.port);
  for (const tenant of ['a', 'b', 'written']) {
    await lost.asSuperuser(
      `CREATE SCHEMA tenant_${tenant}; CREATE TABLE tenant_${tenant}.tasks (id text);
       INSERT INTO tenant_${tenant}.tasks VALUES ('first')`,
    );
  }
  const { tenant_written: _, ...before } = await tenantChecksums(lost, superuser);
  const backup = await BaseBackup.take(lost);
  const acknowledged: Write[] = [];
  const client = await lost.connect(superuser);
  client.on('error', () => undefined);
  const writing = (async () => {
    for (let number = 0; ; number++) {
      await client.query(`INSERT INTO tenant_written.tasks VALUES ('${number}')`);
      acknowledged.push({ id: String(number), at: Date.now() });
      await sleep(10);
    }
  })().catch(() => undefined);
  const enough = archive.segments().length + 3;
  while (archive.segments().length < enough) await sleep(100);
  plant.beforeLoss?.(archive);
  const started = Date.now();
  let after: TenantChecksums = {};
  const options = { archive, backup, entrances: [entrance] };
  const { postgres, destroyedAt, segments } = await rebuildLostDatabase(lost, options, async (rebuilt) => {
    if (plant.afterRestore) await rebuilt.postgres.asSuperuser(plant.afterRestore);
    after = await tenantChecksums(rebuilt.postgres, superuser);
  });
  await writing;
  const rows = await postgres.asSuperuser('SELECT id FROM tenant_written.tasks');
  const reachesTheNewServer = entrance.target === postgres.port;
  await Promise.all([entrance.stop(), postgres.stop()]);
  backup.remove();
  archive.remove();
  const surviving = new Set(rows.map(({ id }) => String(id)));
  const seconds = (Date.now() - started) / 1000;
  const result = judgeRestore({ before, after, acknowledged, surviving, destroyedAt, segments, seconds });
  return { ...result, reachesTheNewServer };
}

test('a database that is destroyed under writes comes back, at most two intervals of the archive old', async () => {
  const { faults, figures, reachesTheNewServer } = await drill();
  expect(faults).toEqual([]);
  expect(figures.dataAgeSeconds).toBeLessThan(2 * archiveSeconds);
  expect(reachesTheNewServer).toBe(true);
});

test('planted: a segment of the log is missing', async () => {
  const beforeLoss = (archive: WalArchive): void => rmSync(join(archive.folder, archive.segments().at(-2)!));
  const { faults } = await drill({ beforeLoss });
  expect(faults).toEqual([
    expect.stringMatching(/^the recovery ended in segment \d+ .* one between is missing$/),
  ]);
});

test('planted: the rows of a tenant are not those of before', async () => {
  const { faults } = await drill({ afterRestore: `UPDATE tenant_a.tasks SET id = 'other'` });
  expect(faults).toEqual(['the rows of tenant_a are not those of before']);
});
