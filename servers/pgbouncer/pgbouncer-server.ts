import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command';
import { freePort } from '../free-port';
import { type Login, PostgresServer } from '../postgres/postgres-server';
import { ServerProcess } from '../server-process';
import { debianPackage, debianSource, ensureInstalled } from '../tools/debian-tool';

export interface PgbouncerOptions {
  readonly postgres: PostgresServer;
  /** Users that may connect; PgBouncer logs in to PostgreSQL as them. */
  readonly logins: readonly Login[];
  /** Server connections a database and user. Default 25. */
  readonly poolSize?: number;
  /** Default 1000. */
  readonly maxClients?: number;
  /** Prepared statements kept a server connection; 0 is none, which is all that PgBouncer before 1.21 can. Default 200. */
  readonly maxPreparedStatements?: number;
  /** `bookworm` is 1.18, without prepared statements; `trixie` 1.24, built here. Default trixie. */
  readonly release?: 'bookworm' | 'trixie';
}

/** PgBouncer on this machine in transaction mode, in front of a PostgreSQL server, as in the cluster. */
export class PgbouncerServer {
  static readonly host = '127.0.0.1';

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly server: ServerProcess,
  ) {}

  static async start(options: PgbouncerOptions): Promise<PgbouncerServer> {
    const { postgres, logins, release = 'trixie' } = options;
    const program = await pgbouncerProgram(release);
    const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
    const port = await freePort();
    const users = join(folder, 'users');
    const authorities = join(folder, 'authorities.pem');
    const settings = {
      listen_addr: PgbouncerServer.host,
      listen_port: port,
      unix_socket_dir: '',
      // It refuses to be root, and gives that up by itself.
      ...(process.getuid?.() === 0 && { user: 'nobody' }),
      auth_type: 'scram-sha-256',
      auth_file: users,
      admin_users: logins[0]?.user ?? '',
      pool_mode: 'transaction',
      max_client_conn: options.maxClients ?? 1000,
      default_pool_size: options.poolSize ?? 25,
      // A database that comes back is used at once; the default waits for 15 seconds.
      server_login_retry: 1,
      server_tls_sslmode: 'verify-full',
      server_tls_ca_file: authorities,
      ignore_startup_parameters: 'extra_float_digits',
      ...(release === 'trixie' && { max_prepared_statements: options.maxPreparedStatements ?? 200 }),
    };
    const ini = join(folder, 'pgbouncer.ini');
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
    const databases = `[databases]\n* = host=${PostgresServer.host} port=${postgres.port}\n`;
    writeFileSync(ini, `${databases}[pgbouncer]\n${lines.join('\n')}\n`);
    writeFileSync(users, logins.map(({ user, password }) => `"${user}" "${password}"\n`).join(''));
    writeFileSync(authorities, readFileSync(postgres.certificateFile));
    chmodSync(folder, 0o755);
    const server = new ServerProcess({
      program,
      arguments: [ini],
      folder,
      logFile: join(folder, 'log'),
      port,
      readySeconds: 10,
    });
    await server.start();
    return new PgbouncerServer(folder, port, server);
  }

  url({ user, password, database }: Login): string {
    return `postgresql://${user}:${encodeURIComponent(password)}@${PgbouncerServer.host}:${this.port}/${database}`;
  }

  log(): string {
    return this.server.log();
  }

  /** Ends it as a crash does, and starts it again on the same port. */
  async restart(): Promise<void> {
    await this.server.end('SIGKILL');
    await this.server.start();
  }

  /** As when its machine is lost: connections stay open, and nobody answers. */
  freeze(): void {
    this.server.signal('SIGSTOP');
  }

  async stop(): Promise<void> {
    await this.server.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Debian's own package where it is old enough; else built from the newer release's source, which takes seconds. */
export async function pgbouncerProgram(release: 'bookworm' | 'trixie'): Promise<string> {
  if (release === 'bookworm') {
    await ensureInstalled(['libc-ares2', 'libevent-2.1-7']);
    return join(await debianPackage('pgbouncer', release), 'usr/sbin/pgbouncer');
  }
  await ensureInstalled(['libevent-dev', 'libssl-dev', 'libc-ares-dev', 'pkg-config']);
  const folder = await debianSource('pgbouncer', release, async (source) => {
    await run('./configure', ['--without-pam', '--disable-debug'], { cwd: source });
    await run('make', ['-j2'], { cwd: source });
  });
  return join(folder, 'pgbouncer');
}
