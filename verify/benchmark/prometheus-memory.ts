import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { ruleFile } from '../../charts/monitoring/rule-file';
import { ruleGroups } from '../../charts/platform';
import type { Environment } from '../../config/schema';
import { startPrometheus } from '../../servers/prometheus/prometheus-process';
import type { GeneratedExporter } from './generated-exporter';

export interface PrometheusMemory {
  /** In the head, as Prometheus counts them: its rules' and its own besides. */
  readonly series: number;
  /** The largest of the resident sizes that were seen after half of the scrapes. */
  readonly residentMib: number;
  /** Of the target that was scraped least. */
  readonly scrapes: number;
}

export interface Measurement {
  readonly program: string;
  /** Whose rules are evaluated. */
  readonly environment: Environment;
  readonly exporter: GeneratedExporter;
  /** Of each target. */
  readonly scrapes: number;
  readonly secondsMax: number;
}

/** What a Prometheus takes that scrapes an exporter as fast as it can, with the rules of an environment. */
export async function prometheusMemory({
  program,
  environment,
  exporter,
  scrapes,
  secondsMax,
}: Measurement): Promise<PrometheusMemory> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-memory-'));
  writeFileSync(join(folder, 'rules.yml'), stringify(ruleFile(ruleGroups(environment), environment)));
  writeFileSync(join(folder, 'prometheus.yml'), stringify(configuration(exporter)));
  const configurationFile = join(folder, 'prometheus.yml');
  const { port, server } = await startPrometheus({ program, folder, configurationFile });
  try {
    let [series, resident] = [0, 0];
    for (const end = Date.now() + secondsMax * 1000; exporter.rounds < scrapes && Date.now() < end;) {
      await sleep(2000);
      const shown = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      series = Math.max(series, figureIn(shown, 'prometheus_tsdb_head_series'));
      if (exporter.rounds >= scrapes / 2)
        resident = Math.max(resident, figureIn(shown, 'process_resident_memory_bytes'));
    }
    if (exporter.rounds < scrapes)
      throw new Error(
        `Only ${exporter.rounds} of ${scrapes} scrapes in ${secondsMax} s: ${server.log().slice(-2000)}`,
      );
    return { series, residentMib: Math.round(resident / 2 ** 20), scrapes: exporter.rounds };
  } finally {
    await server.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

const configuration = ({ port, targets }: GeneratedExporter): object => ({
  global: { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '30s' },
  rule_files: ['rules.yml'],
  scrape_configs: [
    {
      job_name: 'generated',
      honor_labels: true,
      static_configs: Array.from({ length: targets }, (_, index) => ({
        targets: [`127.0.0.1:${port}`],
        labels: { __metrics_path__: `/${index}` },
      })),
    },
  ],
});

const figureIn = (shown: string, name: string): number =>
  Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(shown)?.[1] ?? NaN);
