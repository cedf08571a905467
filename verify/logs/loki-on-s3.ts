import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { lokiConfigurationFields } from '../../charts/logs/loki-configuration';
import { freePort } from '../../servers/free-port';
import { ServerProcess } from '../../servers/server-process';
import type { Json } from '../../test/laws/tree';

/** A line as it is stored. */
export interface StoredLine {
  readonly labels: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly line: string;
}

export const bucket = 'logs';

/** Loki with the chart's own configuration and an S3 on this machine; waiting times are seconds where they are hours. */
export class LokiOnS3 {
  readonly folder = mkdtempSync(join(tmpdir(), 'loki-'));
  private server: ServerProcess | null = null;
  url = '';

  constructor(
    private readonly program: string,
    private readonly storageUrl: string,
  ) {}

  get configurationFile(): string {
    return join(this.folder, 'loki.yaml');
  }

  /** Starts with what is in the bucket and the folder. `change` alters the configuration. */
  async start(change: (configuration: Json) => void = () => undefined): Promise<void> {
    const [port, internalPort] = [await freePort(), await freePort()];
    const data = join(this.folder, 'data');
    mkdirSync(data, { recursive: true });
    const configuration = onThisMachine(this.storageUrl, { data, port, internalPort });
    change(configuration);
    writeFileSync(this.configurationFile, stringify(configuration));
    this.server = new ServerProcess({
      program: this.program,
      arguments: [`-config.file=${this.configurationFile}`],
      folder: this.folder,
      logFile: join(this.folder, 'log'),
      port,
      readySeconds: 120,
    });
    await this.server.start();
    this.url = `http://127.0.0.1:${port}`;
    await this.until('ready', async () => (await this.get('/ready')).trim() === 'ready');
  }

  async get(path: string): Promise<string> {
    return (await fetch(this.url + path, { signal: AbortSignal.timeout(20_000) })).text();
  }

  async post(path: string, body?: object): Promise<number> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      signal: AbortSignal.timeout(20_000),
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return response.status;
  }

  push(lines: readonly StoredLine[], at = Date.now()): Promise<number> {
    const streams = lines.map(({ labels, metadata, line }, index) => ({
      stream: labels,
      values: [[`${at}${String(index).padStart(6, '0')}`, line, metadata]],
    }));
    return this.post('/loki/api/v1/push', { streams });
  }

  /** Lines of the last hour that a question finds. */
  async lines(query: string): Promise<string[]> {
    const asked = new URLSearchParams({ query, since: '1h', limit: '1000' });
    const answer = await this.get(`/loki/api/v1/query_range?${asked}`);
    const { data } = JSON.parse(answer) as Json;
    return data.result.flatMap(({ values }: Json) => values.map(([, line]: [string, string]) => line));
  }

  /** @throws Error after two minutes. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 120_000; Date.now() < end; await sleep(500)) {
      if (await isSo().catch(() => false)) return;
    }
    throw new Error(`Loki: not ${what} within two minutes\n${this.server?.log().slice(-2000) ?? ''}`);
  }

  async stop(): Promise<void> {
    await this.server?.end('SIGTERM');
  }

  forget(): void {
    rmSync(join(this.folder, 'data'), { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function onThisMachine(
  storageUrl: string,
  { data, port, internalPort }: { data: string; port: number; internalPort: number },
): Json {
  const configuration: Json = lokiConfigurationFields({
    folder: data,
    bucket,
    region: 'us-east-1',
    retentionDays: 365,
    lookBackDays: 7,
  });
  Object.assign(configuration.server, {
    http_listen_address: '127.0.0.1',
    http_listen_port: port,
    grpc_listen_port: internalPort,
  });
  Object.assign(configuration.common.storage.s3, {
    endpoint: new URL(storageUrl).host,
    access_key_id: 'emulated',
    secret_access_key: 'emulated',
    s3forcepathstyle: true,
    insecure: true,
  });
  Object.assign(configuration.compactor, {
    compaction_interval: '3s',
    retention_delete_delay: '1s',
  });
  return configuration;
}
