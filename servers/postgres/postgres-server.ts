import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../free-port';
import type { BaseBackup } from './base-backup';
import { clusterFiles, giveAway, makeCluster, postgresPrograms, unprivileged } from './postgres-cluster';
import type { WalArchive } from './wal-archive';

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A tenth of a second apart: recovery after a crash reads back all that was written since the last checkpoint. */
const startTries = 600;

export const superuser: Login = {
  user: 'postgres',
  password: 'superuser-password',
  database: 'postgres',
};

export interface PostgresOptions {
  /** Whether every statement goes to the log, which RDS does not do. Default false. */
  readonly logStatements?: boolean;
  /** Default 100. */
  readonly maxConnections?: number;
  /** Whether a commit waits for the disk, as one that must survive a kill does. Default false: faster. */
  readonly durable?: boolean;
  /** Names besides `localhost` that its certificate holds for. */
  readonly names?: readonly string[];
  /** Where its write-ahead log is kept. Default nowhere. */
  readonly archive?: WalArchive;
}

export interface RestoreOptions extends PostgresOptions {
  readonly archive: WalArchive;
  readonly backup: BaseBackup;
  /** PEM of the certificate, which is that of the server of before. */
  readonly certificate: { readonly key: string; readonly certificate: string };
}

/** PostgreSQL 17 on this machine, set up as RDS is: TLS only, SCRAM only, and a master user that is no superuser. */
export class PostgresServer {
  static readonly host = 'localhost';
  readonly master = { username: 'platform_master', password: 'master-password-of-the-test' };
  readonly certificateFile: string;
  private process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly options: PostgresOptions,
  ) {
    this.certificateFile = clusterFiles(folder).certificate;
  }

  static async start(options: PostgresOptions = {}): Promise<PostgresServer> {
    const server = new PostgresServer(mkdtempSync(join(tmpdir(), 'postgres-')), await freePort(), options);
    makeCluster(server.folder, superuser.password, options.names);
    await server.run();
    await server.makeMaster();
    return server;
  }

  /**
   * A new server with all that the archive holds, from the base backup on. It is a primary when this resolves, and goes on
   * archiving, on a timeline of its own.
   */
  static async restore({ backup, certificate, ...options }: RestoreOptions): Promise<PostgresServer> {
    const server = new PostgresServer(mkdtempSync(join(tmpdir(), 'postgres-')), await freePort(), options);
    await server.unpack(backup, certificate, 'recovery.signal');
    await server.run(options.archive.restoreSettings);
    await isTrue(() => server.asSuperuser('SELECT NOT pg_is_in_recovery() AS is'));
    return server;
  }

  /**
   * A copy of this server that has every commit before the client hears of it, as the second instance of a Multi-AZ
   * deployment. It answers what reads.
   * @param backup of this server, taken just now.
   */
  async addStandby(backup: BaseBackup): Promise<PostgresServer> {
    const standby = new PostgresServer(
      mkdtempSync(join(tmpdir(), 'postgres-')),
      await freePort(),
      this.options,
    );
    await standby.unpack(backup, this.copyOfCertificate(), 'standby.signal');
    const { user, password } = superuser;
    await standby.run({
      ...this.options.archive?.restoreSettings,
      primary_conninfo: `host=${PostgresServer.host} port=${this.port} user=${user} password=${password} sslmode=verify-full sslrootcert=${this.certificateFile}`,
    });
    await this.asSuperuser(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await this.asSuperuser('SELECT pg_reload_conf()');
    await isTrue(() =>
      this.asSuperuser(`SELECT count(*) > 0 AS is FROM pg_stat_replication WHERE sync_state = 'sync'`),
    );
    return standby;
  }

  /** Makes a standby the primary. */
  async promote(): Promise<void> {
    await this.asSuperuser('SELECT pg_promote(wait => true)');
  }

  /** Position at which the recovery of a restored server ended, such as `0/5000000`. */
  async recoveredTo(): Promise<string> {
    const [row] = await this.asSuperuser('SELECT timeline_id AS timeline FROM pg_control_checkpoint()');
    const name = `${Number(row?.timeline).toString(16).padStart(8, '0').toUpperCase()}.history`;
    const lines = readFileSync(join(this.dataFolder, 'pg_wal', name), 'utf8')
      .trim()
      .split('\n');
    return lines.at(-1)?.split('\t')[1] ?? '0/0';
  }

  /** Its data. */
  get dataFolder(): string {
    return clusterFiles(this.folder).data;
  }

  /** For the server that takes its place. */
  copyOfCertificate(): RestoreOptions['certificate'] {
    const { key, certificate } = clusterFiles(this.folder);
    return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
  }

  /** Ends it as a crash does, and leaves its data. */
  kill(): Promise<void> {
    return this.end('SIGQUIT');
  }

  async stop(): Promise<void> {
    await this.end('SIGINT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Ends the server, by default as a crash does, and starts it again on the same data and port. */
  async restart(signal: 'SIGINT' | 'SIGQUIT' = 'SIGQUIT'): Promise<void> {
    await this.end(signal);
    await this.run();
  }

  log(): string {
    return readFileSync(clusterFiles(this.folder).log, 'utf8');
  }

  async connect(login: Login): Promise<Client> {
    const ssl = { ca: readFileSync(this.certificateFile, 'utf8') };
    const client = new Client({ host: PostgresServer.host, port: this.port, ssl, ...login });
    await client.connect();
    return client;
  }

  /** Runs statements as `login`; answers the rows of the last. Several in one text are one transaction. */
  async query(login: Login, sql: string): Promise<Record<string, unknown>[]> {
    const client = await this.connect(login);
    try {
      const result: unknown = await client.query(sql);
      const last = Array.isArray(result) ? result.at(-1) : result;
      return last.rows;
    } finally {
      await client.end();
    }
  }

  asSuperuser(sql: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
    return this.query({ ...superuser, database }, sql);
  }

  /** Fills its folder with a copy of another server's files, and says what it is to be. */
  private async unpack(
    backup: BaseBackup,
    { key, certificate }: RestoreOptions['certificate'],
    signal: 'recovery.signal' | 'standby.signal',
  ): Promise<void> {
    const files = clusterFiles(this.folder);
    writeFileSync(files.key, key, { mode: 0o600 });
    writeFileSync(files.certificate, certificate);
    writeFileSync(files.log, '');
    await backup.unpack(files.data);
    writeFileSync(join(files.data, signal), '');
    giveAway(this.folder);
  }

  private async run(more: Readonly<Record<string, string>> = {}): Promise<void> {
    const files = clusterFiles(this.folder);
    const settings = {
      port: this.port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      ssl: 'on',
      ssl_cert_file: files.certificate,
      ssl_key_file: files.key,
      shared_preload_libraries: 'pg_stat_statements',
      'pg_stat_statements.track_utility': 'off',
      'pg_stat_statements.max': 20_000,
      log_statement: this.options.logStatements ? 'all' : 'none',
      fsync: this.options.durable ? 'on' : 'off',
      max_connections: this.options.maxConnections ?? 100,
      ...this.options.archive?.serverSettings,
      ...more,
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.process = spawn(join(postgresPrograms, 'postgres'), ['-D', files.data, ...options], {
      cwd: this.folder,
      // A standby is a client, too, and would look for a certificate in the home of whoever started it.
      env: { ...process.env, HOME: this.folder },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...unprivileged(),
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (text) => appendFileSync(files.log, text));
    }
    for (let tries = 0; ; tries++) {
      try {
        await this.asSuperuser('SELECT 1');
        return;
      } catch (error) {
        if (tries === startTries || this.process.exitCode !== null)
          throw new Error(`PostgreSQL does not answer:\n${this.log()}`, { cause: error });
        await sleep(100);
      }
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const server = this.process;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  }

  /** On RDS the master user may make extensions, roles and databases, and hand out `pg_monitor`. */
  private async makeMaster(): Promise<void> {
    const { username, password } = this.master;
    await this.asSuperuser(
      `CREATE ROLE rds_superuser;
       GRANT pg_monitor TO rds_superuser WITH ADMIN OPTION;
       CREATE ROLE ${username} LOGIN CREATEROLE CREATEDB IN ROLE rds_superuser PASSWORD '${password}'`,
    );
    await this.asSuperuser('CREATE EXTENSION pg_stat_statements', 'template1');
  }
}

/** Asks until the row of an answer is true. */
async function isTrue(ask: () => Promise<Record<string, unknown>[]>): Promise<void> {
  while ((await ask())[0]?.is !== true) await sleep(100);
}
