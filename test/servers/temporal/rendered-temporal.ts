import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { undeployedInputs } from '../../../charts/inputs';
import { renderCharts } from '../../../charts/platform';
import type { RenderedChart } from '../../../charts/rendered-chart';
import { loadEnvironment } from '../../../config/load';
import { temporalPorts, type TemporalService, temporalServices } from '../../../config/temporal';
import { attempt, type Outcome } from '../../../servers/command';
import { type Login, PostgresServer } from '../../../servers/postgres/postgres-server';
import { ServerProcess } from '../../../servers/server-process';
import { temporalCommandLine, temporalPrograms } from '../../../servers/temporal/temporal-server';
import { object, ofKind } from '../../charts/rendered-objects';
import type { Json } from '../../support/synthesized';
import { writeInternodeCertificate } from './internode-certificates';
import { argumentsOf, mountConfigMap, mountFolder, type PodSurroundings, variablesOf } from './rendered-pod';

const environment = loadEnvironment('starter');

const restartsMax = 3;

export interface RenderedTemporalOptions {
  readonly postgres: PostgresServer;
  /** The login `temporal`, as its secret has it. */
  readonly login: Login;
  /** PEM file of the authorities that services trust for the database. Default: PostgreSQL's own. */
  readonly databaseAuthorities?: string;
}

/**
 * What the charts of the environment `starter` run of Temporal, on this machine: the same arguments, variables and
 * files, each service a process on a loopback address of its own. Folders of mounts, the addresses of pods and the
 * database's are all that differs.
 */
export class RenderedTemporal {
  private readonly folder = mkdtempSync(join(tmpdir(), 'rendered-temporal-'));
  private readonly charts: readonly RenderedChart[];
  private readonly subnet = `127.${randomInt(64, 128)}.${randomInt(256)}`;
  private readonly processes = new Map<TemporalService, ServerProcess>();

  private constructor(private readonly options: RenderedTemporalOptions) {
    this.charts = renderCharts(environment, {
      ...undeployedInputs(environment),
      databaseHost: PostgresServer.host,
    });
  }

  static async prepare(options: RenderedTemporalOptions): Promise<RenderedTemporal> {
    const temporal = new RenderedTemporal(options);
    const { server, tool } = await temporalPrograms();
    mkdirSync(temporal.programFolder);
    symlinkSync(server, join(temporal.programFolder, 'temporal-server'));
    symlinkSync(tool, join(temporal.programFolder, 'temporal-sql-tool'));
    writeInternodeCertificate(temporal.internodeFolder, 'temporal-internode');
    for (const service of temporalServices) temporal.mount(service);
    return temporal;
  }

  /** `host:port` by which clients reach the frontend. */
  get address(): string {
    return `${this.addressOf('frontend')}:${temporalPorts.frontend.rpc}`;
  }

  get internodeFolder(): string {
    return mountFolder(this.folder, 'certificates');
  }

  addressOf(service: TemporalService): string {
    return `${this.subnet}.${temporalServices.indexOf(service) + 1}`;
  }

  /** Runs a job's command as its pod does. */
  async runJob(name: 'temporal-schema' | 'temporal-namespace'): Promise<Outcome> {
    if (name === 'temporal-namespace') await this.provideCommandLine();
    const job = ofKind(this.charts, 'Job').find(({ metadata }) => metadata.name.startsWith(`${name}-`));
    const root = this.root(name);
    const [program, ...args] = argumentsOf(job.spec.template, root);
    return attempt(program!, args, { env: this.variables(job.spec.template, '127.0.0.1', root) });
  }

  async startServices(services: readonly TemporalService[] = temporalServices): Promise<void> {
    await Promise.all(services.map((service) => this.start(service)));
  }

  /**
   * Starts it again when it ends at once, as the kubelet does: of services that meet an empty database at one time, one
   * writes the cluster down and the others give up.
   */
  async start(service: TemporalService): Promise<void> {
    const process = this.processes.get(service) ?? this.processOf(service);
    this.processes.set(service, process);
    for (let restarts = 0; ; restarts++) {
      try {
        return await process.start();
      } catch (error) {
        if (restarts === restartsMax) throw error;
        await sleep(1000);
      }
    }
  }

  /** Ends a service without a warning, as a lost node does. */
  async kill(service: TemporalService): Promise<void> {
    await this.processes.get(service)?.end('SIGKILL');
  }

  log(service: TemporalService): string {
    return this.processes.get(service)?.log() ?? '';
  }

  async stop(): Promise<void> {
    await Promise.all(temporalServices.map((service) => this.kill(service)));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async provideCommandLine(): Promise<void> {
    const link = join(this.programFolder, 'temporal');
    if (existsSync(link)) return;
    symlinkSync(await temporalCommandLine(), link);
  }

  private get programFolder(): string {
    return join(this.folder, 'bin');
  }

  private root(pod: string): string {
    const root = mountFolder(this.folder, pod);
    const authorities = this.options.databaseAuthorities ?? this.options.postgres.certificateFile;
    copyFileSync(authorities, join(mountFolder(root, '/etc/database-certificates'), 'bundle.pem'));
    return root;
  }

  private mount(service: TemporalService): void {
    const name = `temporal-${service}`;
    const root = this.root(name);
    mountConfigMap(root, '/etc/temporal/config', object(this.charts, 'ConfigMap', name));
    for (const file of ['tls.crt', 'tls.key', 'ca.crt']) {
      copyFileSync(
        join(this.internodeFolder, file),
        join(mountFolder(root, '/etc/temporal/internode'), file),
      );
    }
  }

  private processOf(service: TemporalService): ServerProcess {
    const { template } = object(this.charts, 'Deployment', `temporal-${service}`).spec;
    const root = join(this.folder, `temporal-${service}`);
    const [program, ...args] = argumentsOf(template, root);
    const ports = temporalPorts[service];
    return new ServerProcess({
      program: join(this.programFolder, program!),
      arguments: args,
      folder: root,
      logFile: join(root, 'log'),
      host: this.addressOf(service),
      port: 'rpc' in ports ? ports.rpc : ports.membership,
      readySeconds: 60,
      env: this.variables(template, this.addressOf(service), root),
    });
  }

  private variables(template: Json, podAddress: string, root: string): Record<string, string> {
    const { postgres, login } = this.options;
    const surroundings: PodSurroundings = {
      root,
      podAddress,
      secrets: { DATABASE_USERNAME: login.user, DATABASE_PASSWORD: login.password },
      overrides: {
        DATABASE_ADDRESS: `${PostgresServer.host}:${postgres.port}`,
        SQL_PORT: String(postgres.port),
        TEMPORAL_ADDRESS: this.address,
      },
    };
    return {
      ...variablesOf(template, surroundings),
      PATH: `${this.programFolder}:${process.env.PATH}`,
      HOME: root,
    };
  }
}
