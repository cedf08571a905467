import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../servers/free-port';
import { type Login, PostgresServer } from '../../servers/postgres/postgres-server';
import type { LocalServers } from './local-servers';
import type { Stops } from './stops';

const program = join(__dirname, '../../app/dist/main.js');
const readySeconds = 60;

/** The image's program as processes, one a component, with the variables that pods get. */
export class LocalApplication {
  /** What the components print, one file each. */
  readonly logFolder = mkdtempSync(join(tmpdir(), 'platform-local-'));
  private readonly common: Readonly<Record<string, string>>;

  constructor(
    private readonly servers: LocalServers,
    private readonly stops: Stops,
  ) {
    const { valkey, temporal, signIn } = servers;
    this.common = {
      NODE_ENV: 'production',
      REDIS_URL: valkey.url,
      REDIS_HOST: 'localhost',
      REDIS_PORT: String(valkey.port),
      TEMPORAL_ADDRESS: temporal.address,
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      OIDC_ISSUER: signIn.issuer,
      OIDC_AUDIENCE: signIn.audience,
    };
  }

  /** Runs a component that ends by itself. */
  async run(component: 'migrate' | 'demo'): Promise<void> {
    const child = this.spawn(component, await freePort());
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0) throw new Error(`${component} ended with ${code}: see ${this.logFile(component)}`);
  }

  /** Starts a component that serves, on a port of its own; resolves with the port when it is ready. */
  async serve(component: 'api' | 'realtime' | 'worker' | 'lifecycle'): Promise<number> {
    const port = await freePort();
    const child = this.spawn(component, port);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    this.stops.add(component, async () => {
      child.kill('SIGTERM');
      await ended;
    });
    const deadline = Date.now() + readySeconds * 1000;
    while (!(await isReady(port))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`${component} does not become ready: see ${this.logFile(component)}`);
      }
      await sleep(200);
    }
    return port;
  }

  private spawn(component: string, port: number): ChildProcess {
    const { pgbouncer, logins } = this.servers;
    const isMigrator = ['migrate', 'demo', 'lifecycle'].includes(component);
    const url = `http://127.0.0.1:${port}`;
    const child = spawn(process.execPath, [program, component], {
      env: {
        ...process.env,
        ...this.common,
        DATABASE_URL: isMigrator ? this.directUrl(logins.migrator) : pgbouncer.url(logins.application),
        PORT: String(port),
        CLIENT_URL: url,
        SERVER_URL: url,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const file = createWriteStream(this.logFile(component));
    child.stdout.pipe(file);
    child.stderr.pipe(file);
    return child;
  }

  private logFile(component: string): string {
    return join(this.logFolder, `${component}.log`);
  }

  private directUrl({ user, password, database }: Login): string {
    const { port, certificateFile } = this.servers.postgres;
    return `postgresql://${user}:${password}@${PostgresServer.host}:${port}/${database}?sslmode=verify-full&sslrootcert=${certificateFile}`;
  }
}

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
