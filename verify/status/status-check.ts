import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { ruleFile } from '../../charts/monitoring/rule-file';
import { statusPage } from '../../charts/monitoring/status';
import { ruleGroups } from '../../charts/platform';
import { production } from '../../config/environments/production';
import { statusConsole } from '../../config/status';
import { freePort } from '../../servers/free-port';
import { startPrometheus } from '../../servers/prometheus/prometheus-process';
import type { ServerProcess } from '../../servers/server-process';
import { prometheusPrograms } from '../../rehearsal/programs/prometheus-programs';
import type { Check } from '../check';
import { progress } from '../rehearsal/progress';

interface Status {
  readonly status: string;
  readonly at: number;
  readonly components: readonly { readonly name: string; readonly status: string }[];
}

const allUp = { site: 'up', api: 'up', live: 'up', tasks: 'up' };

/** The rules and the console of production in a real Prometheus, which sees a database come and go. */
export const statusCheck: Check = {
  name: 'status: Prometheus tells what customers are told',
  async run() {
    const failures: string[] = [];
    const expectStatus = async (what: string, ask: () => Promise<Status>, overall: string, parts: object) => {
      let said = 'nothing';
      for (const end = Date.now() + 60_000; Date.now() < end; await sleep(250)) {
        const answer = await ask().catch((error: Error) => error);
        said = answer instanceof Error ? answer.message : JSON.stringify(answer);
        if (answer instanceof Error || answer.status !== overall) continue;
        const states = Object.fromEntries(answer.components.map(({ name, status }) => [name, status]));
        if (JSON.stringify(sorted(states)) === JSON.stringify(sorted(parts))) return;
      }
      failures.push(`${what}: ${said}`);
    };
    const figures = { pg_up: 1, redis_up: 1 };
    const prometheus = await StatusPrometheus.start(figures);
    try {
      const ask = (): Promise<Status> => prometheus.status();
      await expectStatus('nothing fires', ask, 'up', allUp);
      figures.pg_up = 0;
      await expectStatus('the database is away', ask, 'down', {
        ...allUp,
        api: 'down',
        live: 'down',
        tasks: 'down',
      });
      figures.pg_up = 1;
      await expectStatus('the database is back', ask, 'up', allUp);
      const curious = await prometheus.get(`/consoles/${statusConsole}?query=up&expr=up`);
      if (curious !== (await prometheus.get(`/consoles/${statusConsole}`)))
        failures.push('a query changes the answer');
      const withoutRules = await StatusPrometheus.start(figures, []);
      const code = await withoutRules.code();
      await withoutRules.stop();
      if (code !== 500) failures.push(`without a rule it answers ${code} instead of 500`);
    } finally {
      await prometheus.stop();
    }
    return { passed: 5 - failures.length, failures };
  },
};

const sorted = (values: object): [string, unknown][] => Object.entries(values).sort();

/** Prometheus with production's rules, whose alerts wait for nothing, and two exporters' figures. */
class StatusPrometheus {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly process: ServerProcess,
    private readonly closeTarget: () => void,
  ) {}

  static async start(
    figures: Readonly<Record<string, number>>,
    groups = ruleGroups(production),
  ): Promise<StatusPrometheus> {
    const target = createServer((_, response) =>
      response.setHeader('content-type', 'text/plain; version=0.0.4').end(
        Object.entries(figures)
          .map(([name, value]) => `${name} ${value}\n`)
          .join(''),
      ),
    );
    const targetPort = await freePort();
    await new Promise<void>((resolve) => target.listen(targetPort, '127.0.0.1', resolve));
    const folder = mkdtempSync(join(tmpdir(), 'status-'));
    const impatient = groups.map((group) => ({
      ...group,
      alerts: group.alerts.map((alert) => ({ ...alert, forMinutes: 0 })),
    }));
    mkdirSync(join(folder, 'consoles'));
    writeFileSync(join(folder, 'consoles', statusConsole), statusPage());
    writeFileSync(join(folder, 'rules.yml'), stringify(ruleFile(impatient, production)));
    writeFileSync(
      join(folder, 'prometheus.yml'),
      stringify({
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: ['rules.yml'],
        scrape_configs: ['postgres-exporter', 'redis-exporter'].map((job) => ({
          job_name: job,
          static_configs: [{ targets: [`127.0.0.1:${targetPort}`] }],
        })),
      }),
    );
    const { port, server } = await startPrometheus({
      program: (await prometheusPrograms(progress)).prometheus,
      folder,
      configurationFile: join(folder, 'prometheus.yml'),
      arguments: [`--web.console.templates=${join(folder, 'consoles')}`],
    });
    return new StatusPrometheus(folder, port, server, () => target.close());
  }

  async get(path: string): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.port}${path}`)).text();
  }

  async status(): Promise<Status> {
    return JSON.parse(await this.get(`/consoles/${statusConsole}`)) as Status;
  }

  async code(): Promise<number> {
    let code = 503;
    // 503 until it has opened its storage.
    while (code === 503) {
      code = (await fetch(`http://127.0.0.1:${this.port}/consoles/${statusConsole}`)).status;
      await sleep(200);
    }
    return code;
  }

  async stop(): Promise<void> {
    await this.process.end('SIGTERM');
    this.closeTarget();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
