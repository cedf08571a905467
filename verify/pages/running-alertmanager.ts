import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../servers/free-port';
import { ServerProcess } from '../../servers/server-process';
import { adaptedPaging, type PagingConfiguration } from './adapted-configuration';

export interface PagerDutyAt {
  /** `host:port`. */
  readonly address: string;
  /** PEM file of who vouches for it. */
  readonly authority: string;
}

export interface AlertmanagerOptions {
  readonly program: string;
  /** It is made. */
  readonly folder: string;
  readonly configuration: PagingConfiguration;
  readonly routingKey: string;
  readonly pagerDuty: PagerDutyAt;
  /** Default: it is alone. */
  readonly clusterArguments?: readonly string[];
}

/** An alert as Prometheus sends it. https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** As ISO 8601 has it. Default: when it is told of. */
  readonly startsAt?: string;
  /** Default: some minutes after it was last told of. */
  readonly endsAt?: string;
}

/** Alertmanager on this machine. */
export class RunningAlertmanager {
  private constructor(
    readonly port: number,
    private readonly server: ServerProcess,
  ) {}

  static async start(options: AlertmanagerOptions): Promise<RunningAlertmanager> {
    const { program, folder, configuration, routingKey, pagerDuty } = options;
    mkdirSync(folder, { recursive: true });
    const keyFile = join(folder, 'routing-key');
    writeFileSync(keyFile, routingKey);
    const file = join(folder, 'alertmanager.yml');
    writeFileSync(file, adaptedPaging(configuration, { pagerDuty: pagerDuty.address, keyFile }));
    const port = await freePort();
    const server = new ServerProcess({
      program,
      arguments: [
        `--config.file=${file}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        ...(options.clusterArguments ?? ['--cluster.listen-address=']),
      ],
      folder,
      logFile: join(folder, 'log'),
      port,
      readySeconds: 60,
      env: { SSL_CERT_FILE: pagerDuty.authority },
    });
    await server.start();
    return new RunningAlertmanager(port, server);
  }

  /** @throws Error when it does not take them. */
  async tell(alerts: readonly PostedAlert[]): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    });
    if (!answer.ok) throw new Error(`Alertmanager refuses alerts: ${await answer.text()}`);
  }

  /** How many it sees of its kind, with itself. */
  async members(): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/v2/status`);
    const { cluster } = (await answer.json()) as { cluster: { peers?: readonly unknown[] } };
    return cluster.peers?.length ?? 0;
  }

  stop(): Promise<void> {
    return this.server.end('SIGTERM');
  }
}
