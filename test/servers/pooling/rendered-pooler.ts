import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undeployedInputs } from '../../../charts/inputs';
import { poolerFolders } from '../../../charts/pooling/pooler-files';
import { renderPooling } from '../../../charts/pooling/pooler-chart';
import { databaseCertificates, ports, secretsFolder } from '../../../config/contract';
import { loadEnvironment } from '../../../config/load';
import { freePort } from '../../../servers/free-port';
import { pgbouncerProgram } from '../../../servers/pgbouncer/pgbouncer-server';
import { unprivileged } from '../../../servers/postgres/postgres-cluster';
import { type Login, PostgresServer } from '../../../servers/postgres/postgres-server';
import { ServerProcess } from '../../../servers/server-process';
import { object } from '../../charts/rendered-objects';

const environment = loadEnvironment('production');
const host = '127.0.0.1';

export interface RenderedPoolerOptions {
  /** PEM with the authorities. Default: the database's. */
  readonly authorities?: string;
  /** Plants a fault in the files of the ConfigMap. */
  readonly plant?: (files: Record<string, string>) => void;
}

/**
 * PgBouncer with the files of production's rendered ConfigMap, started by its rendered start script. Only folders,
 * addresses and ports are this machine's.
 */
export class RenderedPooler {
  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly server: ServerProcess,
  ) {}

  static async start(
    database: PostgresServer,
    lookupLogin: Login,
    options: RenderedPoolerOptions = {},
  ): Promise<RenderedPooler> {
    const folder = mkdtempSync(join(tmpdir(), 'pooler-'));
    const port = await freePort();
    const chart = renderPooling(environment, {
      ...undeployedInputs(environment),
      databaseHost: PostgresServer.host,
    });
    const files: Record<string, string> = { ...object([chart], 'ConfigMap', 'pooler').data };
    options.plant?.(files);
    const here = hereOf(folder);
    for (const path of [...Object.values(poolerFolders), secretsFolder, databaseCertificates.folder]) {
      mkdirSync(here(path), { recursive: true });
    }
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(here(`${poolerFolders.configuration}/${name}`), adapted(text, here, port, database.port));
    }
    writeFileSync(
      here(`${databaseCertificates.folder}/${databaseCertificates.fileName}`),
      options.authorities ?? readFileSync(database.certificateFile),
    );
    // The user that it runs as does not see the folder of the tools.
    copyFileSync(await pgbouncerProgram('trixie'), here('pgbouncer'));
    const server = new ServerProcess({
      program: '/bin/sh',
      arguments: [here(`${poolerFolders.configuration}/start.sh`)],
      folder,
      logFile: join(folder, 'log'),
      port,
      readySeconds: 20,
      env: { PATH: `${folder}:${process.env.PATH}` },
      identity: unprivileged(),
    });
    const pooler = new RenderedPooler(folder, port, server);
    pooler.mountSecret(lookupLogin);
    for (const path of [folder, here(poolerFolders.login), here(poolerFolders.socket)])
      chmodSync(path, 0o777);
    await server.start();
    return pooler;
  }

  /** Replaces the files of the secret as the driver does: all at one moment. */
  mountSecret({ user, password }: Login): void {
    const here = hereOf(this.folder)(secretsFolder);
    const next = `${here}.next`;
    mkdirSync(next, { recursive: true });
    writeFileSync(join(next, 'production_database_pooler.username'), user);
    writeFileSync(join(next, 'production_database_pooler.password'), password);
    rmSync(`${here}.last`, { recursive: true, force: true });
    renameSync(here, `${here}.last`);
    renameSync(next, here);
  }

  login({ user, password }: Login, database = 'app'): ClientSettings {
    return { host, port: this.port, user, password, database };
  }

  get socketFolder(): string {
    return hereOf(this.folder)(poolerFolders.socket);
  }

  get residentMib(): number {
    const [, kibibytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${this.server.pid}/status`, 'utf8'))!;
    return Number(kibibytes) / 1024;
  }

  log(): string {
    return this.server.log();
  }

  signal(signal: NodeJS.Signals): void {
    this.server.signal(signal);
  }

  /** Resolves to the exit code when it has ended by itself. */
  ended(): Promise<number | null> {
    return this.server.ended();
  }

  async stop(): Promise<void> {
    await this.server.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface ClientSettings extends Login {
  readonly host: string;
  readonly port: number;
}

const hereOf =
  (folder: string) =>
  (path: string): string =>
    join(folder, path);

/** The text of a file with this machine's folders, addresses and ports. */
function adapted(text: string, here: (path: string) => string, port: number, databasePort: number): string {
  const folders = [...Object.values(poolerFolders), secretsFolder, databaseCertificates.folder];
  return folders
    .reduce(
      (rest, path) =>
        rest.replaceAll(`${path}/`, `${here(path)}/`).replaceAll(`${path}\n`, `${here(path)}\n`),
      text,
    )
    .replaceAll(`port=${ports.database}`, `port=${databasePort}`)
    .replace(`listen_port = ${ports.pooler}`, `listen_port = ${port}`)
    .replace('listen_addr = 0.0.0.0', `listen_addr = ${host}`);
}
