import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { ServerProcess } from '../server-process';
import { rememberSamples, startPrometheus } from './prometheus-process';
import type { PrometheusPrograms } from './prometheus-programs';

/** Seconds since 1970. */
export interface QueryRange {
  readonly from: number;
  readonly to: number;
  readonly stepSeconds: number;
}

export interface QueryAnswer {
  readonly series: number;
  /** From the question to the end of the answer. */
  readonly seconds: number;
  /** What Prometheus said in place of an answer; null: it answered. */
  readonly error: string | null;
}

/** Without any, Prometheus shows no figures of rules. */
const oneRule = { groups: [{ name: 'one', rules: [{ record: 'one', expr: 'vector(1)' }] }] };

/** Nor of alerts that it sends, without anybody to send them to; nobody answers there. */
const oneAlertmanager = { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:9'] }] }] };

/** Prometheus on this machine, with samples that were written for it and no targets. */
export class FilledPrometheus {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly server: ServerProcess,
  ) {}

  /** `fill` writes samples in OpenMetrics' text format to the file that it is given; null: it begins empty. */
  static async start(
    { prometheus: program, promtool }: PrometheusPrograms,
    fill: ((file: string) => Promise<void>) | null,
  ): Promise<FilledPrometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
    const file = join(folder, 'samples');
    if (fill) {
      await fill(file);
      await rememberSamples({ promtool }, file, folder);
      rmSync(file);
    }
    const configuration = join(folder, 'prometheus.yml');
    const rules = join(folder, 'rules.yml');
    writeFileSync(rules, stringify(oneRule));
    writeFileSync(configuration, stringify({ rule_files: [rules], alerting: oneAlertmanager }));
    const { port, server } = await startPrometheus({
      program,
      folder,
      configurationFile: configuration,
      arguments: ['--storage.tsdb.retention.time=30d'],
    });
    const prometheus = new FilledPrometheus(folder, port, server);
    await prometheus.ready();
    return prometheus;
  }

  /** It takes connections before its samples can be read. */
  private async ready(): Promise<void> {
    while (!(await fetch(`http://127.0.0.1:${this.port}/-/ready`)).ok) await sleep(100);
  }

  async range(query: string, { from, to, stepSeconds }: QueryRange): Promise<QueryAnswer> {
    const started = process.hrtime.bigint();
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/v1/query_range`, {
      method: 'POST',
      body: new URLSearchParams({ query, start: `${from}`, end: `${to}`, step: `${stepSeconds}` }),
    });
    const { data, error } = (await answer.json()) as { data?: { result: unknown[] }; error?: string };
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    return { series: data?.result.length ?? 0, seconds, error: error ?? null };
  }

  /** What it shows of itself. */
  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text();
  }

  async stop(): Promise<void> {
    await this.server.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
