import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { run } from '../command';
import { freeLowPort } from '../free-port';
import { PostgresServer, superuser } from '../postgres/postgres-server';
import { ServerProcess } from '../server-process';
import { goTool } from '../tools/go-tool';
import { portNames, temporalConfiguration, type TemporalPorts } from './temporal-configuration';

/** https://github.com/temporalio/temporal/releases; 1.32.2 asks for a newer Go. */
const version = '1.32.1';

/** Off by default: with it, a task queue's backlog is shared out between fairness keys instead of first come first served. */
export const dynamicSettings = { 'matching.enableFairness': true };

const stores = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;

/** Built from the Go module proxy, which takes some minutes the first time. */
export async function temporalPrograms(): Promise<{ readonly server: string; readonly tool: string }> {
  return {
    server: await goTool('go.temporal.io/server/cmd/server', version, 'temporal-server'),
    tool: await goTool('go.temporal.io/server/cmd/tools/sql', version, 'temporal-sql-tool'),
  };
}

/** The newest version of Temporal's command line whose module builds by itself. */
const commandLineVersion = '1.5.1';

/** `temporal`, built from the Go module proxy, which takes some minutes the first time. */
export const temporalCommandLine = (): Promise<string> =>
  goTool('github.com/temporalio/cli/cmd/temporal', commandLineVersion, 'temporal-cli');

/** A Temporal server on this machine, all four services in one process, on a PostgreSQL server. No TLS, no sign-in. */
export class TemporalServer {
  private constructor(
    private readonly folder: string,
    /** `host:port` of the frontend. */
    readonly address: string,
    private readonly process: ServerProcess,
  ) {}

  static async start(postgres: PostgresServer): Promise<TemporalServer> {
    const { server, tool } = await temporalPrograms();
    for (const [database, schema] of Object.entries(stores)) {
      await makeStore(tool, postgres, database, schema);
    }
    const folder = mkdtempSync(join(tmpdir(), 'temporal-'));
    const ports: TemporalPorts = await freePorts();
    const configuration = join(folder, 'temporal.yaml');
    const dynamic = join(folder, 'dynamic.yaml');
    const authorities = join(folder, 'authorities.pem');
    copyFileSync(postgres.certificateFile, authorities);
    writeFileSync(dynamic, stringify(unconditional(dynamicSettings)));
    writeFileSync(configuration, stringify(temporalConfiguration({ postgres, ports, dynamic, authorities })));
    const process = new ServerProcess({
      program: server,
      arguments: ['--config-file', configuration, '--allow-no-auth', 'start'],
      folder,
      logFile: join(folder, 'log'),
      port: ports.frontend,
      readySeconds: 60,
    });
    await process.start();
    return new TemporalServer(folder, `127.0.0.1:${ports.frontend}`, process);
  }

  log(): string {
    return this.process.log();
  }

  async restart(): Promise<void> {
    await this.process.end('SIGKILL');
    await this.process.start();
  }

  async stop(): Promise<void> {
    await this.process.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function makeStore(
  tool: string,
  postgres: PostgresServer,
  database: string,
  schema: string,
): Promise<void> {
  const options = [
    ...['--plugin', 'postgres12_pgx', '--ep', PostgresServer.host, '-p', String(postgres.port)],
    ...['-u', superuser.user, '--pw', superuser.password, '--db', database],
    ...['--tls', '--tls-ca-file', postgres.certificateFile],
  ];
  const exists = await postgres.asSuperuser(`SELECT FROM pg_database WHERE datname = '${database}'`);
  if (exists.length === 0) await run(tool, [...options, 'create']);
  const [found] = await postgres.asSuperuser(`SELECT to_regclass('schema_version') AS versions`, database);
  if (found?.versions) return;
  await run(tool, [...options, 'setup-schema', '-v', '0.0']);
  await run(tool, [...options, 'update-schema', '--schema-name', `postgresql/v12/${schema}`]);
}

async function freePorts(): Promise<TemporalPorts> {
  const found = new Set<number>();
  while (found.size < portNames.length) found.add(await freeLowPort());
  const ports = [...found];
  return Object.fromEntries(portNames.map((name, index) => [name, ports[index]])) as TemporalPorts;
}

/** As the server reads them: a list of values, each with the cases that it holds for, here all. */
const unconditional = (settings: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, [{ value }]]));
