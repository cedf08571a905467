import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, run } from '../command';
import { type PostgresServer, superuser } from './postgres-server';

/** What a restored server must not have of the one that was copied. */
const leftOut = ['./postmaster.pid', './postmaster.opts', './pg_wal/*', './pg_replslot/*'];
/** Of tar: a file changed while it was read, which the write-ahead log mends. */
const changedWhileRead = 1;

/**
 * Copy of a running server's files, and what makes it whole once the log of its time is replayed. The package of
 * PostgreSQL that the servers here are made of has no pg_basebackup.
 * https://www.postgresql.org/docs/17/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export class BaseBackup {
  private constructor(
    private readonly folder: string,
    private readonly label: string,
  ) {}

  static async take(server: PostgresServer): Promise<BaseBackup> {
    // Whoever begins a backup must end it on the same connection.
    const client = await server.connect(superuser);
    try {
      await client.query(`SELECT pg_backup_start('base', true)`);
      const folder = mkdtempSync(join(tmpdir(), 'base-backup-'));
      const exclude = leftOut.map((pattern) => `--exclude=${pattern}`);
      const file = join(folder, 'data.tar');
      const { code, stderr } = await attempt('tar', [
        ...['--create', '--file', file, '--directory', server.dataFolder, ...exclude, '.'],
      ]);
      if (code > changedWhileRead) throw new Error(`the server's files cannot be copied: ${stderr}`);
      // Waits until the log of the backup's time is archived.
      const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(true)');
      return new BaseBackup(folder, rows[0].labelfile);
    } finally {
      await client.end();
    }
  }

  /** Fills an empty data folder. */
  async unpack(dataFolder: string): Promise<void> {
    mkdirSync(dataFolder, { mode: 0o700 });
    await run('tar', ['--extract', '--file', join(this.folder, 'data.tar'), '--directory', dataFolder]);
    writeFileSync(join(dataFolder, 'backup_label'), this.label);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
