import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ServerProcess } from '../server-process';
import { startPrometheus } from './prometheus-process';

/** Prometheus on this machine, with no samples. */
export class PrometheusServer {
  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly server: ServerProcess,
  ) {}

  /** Scrapes `/metrics` of each target, by `host:port` and the job that it belongs to, every 5 seconds. */
  static async start(program: string, targets: Readonly<Record<string, string>>): Promise<PrometheusServer> {
    const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
    const configuration = join(folder, 'prometheus.yml');
    const jobs = Object.entries(targets).map(([job, target]) => ({
      job_name: job,
      static_configs: [{ targets: [target] }],
    }));
    writeFileSync(configuration, stringify({ global: { scrape_interval: '5s' }, scrape_configs: jobs }));
    const { port, server } = await startPrometheus({ program, folder, configurationFile: configuration });
    return new PrometheusServer(folder, port, server);
  }

  async stop(): Promise<void> {
    await this.server.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
