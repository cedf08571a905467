import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ports } from '../../config/contract';
import { BaseBackup } from '../../servers/postgres/base-backup';
import { type PostgresOptions, PostgresServer } from '../../servers/postgres/postgres-server';
import { segmentOf, WalArchive } from '../../servers/postgres/wal-archive';
import { TcpProxy } from '../../servers/tcp-proxy';
import { rebuildLostDatabase, type RebuiltDatabase } from './lost-database';

export interface DatabaseOptions extends Omit<PostgresOptions, 'archive'> {
  /** Its address in the VPC, and the one of its second instance. */
  readonly addresses: { readonly first: string; readonly second: string };
  /** See `WalArchive`. */
  readonly archiveSeconds: number;
}

/** The database under its name, whichever server is behind it, and what another can be made of. */
export class Database {
  private backup: BaseBackup | undefined;
  private lost: PostgresServer[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'database-'));
  /** PEM of who vouches for every server that is behind the name. */
  readonly certificateFile = join(this.folder, 'server.crt');

  private constructor(
    private readonly options: DatabaseOptions,
    private readonly archive: WalArchive,
    /** The one that is behind the name now. */
    private current: PostgresServer,
    /** For those who are not in the VPC. */
    private readonly local: TcpProxy,
    private entrance: TcpProxy,
  ) {
    writeFileSync(this.certificateFile, current.copyOfCertificate().certificate);
  }

  static async start(options: DatabaseOptions): Promise<Database> {
    const { addresses, archiveSeconds, ...rest } = options;
    const archive = new WalArchive(archiveSeconds);
    const postgres = await PostgresServer.start({ ...rest, archive });
    const local = await TcpProxy.start(postgres.port);
    return new Database(options, archive, postgres, local, await enter(postgres, addresses.first));
  }

  get server(): PostgresServer {
    return this.current;
  }

  /** Port of this machine at which it is found. */
  get port(): number {
    return this.local.port;
  }

  /** Copies it as it is now; a rebuilding begins with the newest copy. */
  async takeBackup(): Promise<void> {
    const before = this.backup;
    this.backup = await BaseBackup.take(this.current);
    before?.remove();
  }

  /** Resolves when all that is written by now is in the archive. */
  async archived(): Promise<void> {
    const [row] = await this.current.asSuperuser('SELECT pg_current_wal_insert_lsn()::text AS position');
    const segment = segmentOf(String(row?.position));
    while ((this.archive.newest() ?? -1) < segment) await sleep(200);
  }

  /** Where clients find it. */
  get address(): string {
    return this.entrance.address;
  }

  /** The second instance, which has every commit. */
  async addStandby(): Promise<PostgresServer> {
    const backup = await BaseBackup.take(this.current);
    try {
      return await this.current.addStandby(backup);
    } finally {
      backup.remove();
    }
  }

  /**
   * Ends the primary as a crash does, and makes the standby the one behind the name.
   * @returns the address to which the name leads from now on.
   */
  async failOver(standby: PostgresServer): Promise<string> {
    const { addresses } = this.options;
    await this.current.kill();
    this.lost.push(this.current);
    await this.entrance.stop();
    await standby.promote();
    this.current = standby;
    this.entrance = await enter(standby, addresses.second);
    this.local.target = standby.port;
    return addresses.second;
  }

  /** Destroys it with its data, and rebuilds it from the base backup and the archived log. */
  async rebuild(admit: (rebuilt: RebuiltDatabase) => Promise<void>): Promise<RebuiltDatabase> {
    const { archive, backup, local, entrance } = this;
    if (!backup) throw new Error('the database has no base backup');
    const { addresses: _addresses, archiveSeconds: _seconds, ...options } = this.options;
    const rebuilt = await rebuildLostDatabase(
      this.current,
      { ...options, archive, backup, entrances: [local, entrance] },
      admit,
    );
    this.current = rebuilt.postgres;
    return rebuilt;
  }

  async stop(): Promise<void> {
    await Promise.all([this.local, this.entrance].map((entrance) => entrance.stop()));
    await Promise.all([this.current, ...this.lost].map((server) => server.stop()));
    this.backup?.remove();
    this.archive.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const enter = ({ port }: PostgresServer, host: string): Promise<TcpProxy> =>
  TcpProxy.start(port, { host, port: ports.database });
