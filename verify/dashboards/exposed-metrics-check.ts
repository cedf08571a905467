import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { metricSources, type MetricSourceName } from '../../config/metrics/catalogue';
import { freePort } from '../../servers/free-port';
import { PostgresServer, superuser } from '../../servers/postgres/postgres-server';
import { FilledPrometheus } from '../../servers/prometheus/filled-prometheus';
import { ServerProcess } from '../../servers/server-process';
import { debianPackage } from '../../servers/tools/debian-tool';
import { ValkeyServer } from '../../servers/valkey/valkey-server';
import type { Check } from '../check';
import { prometheusPrograms } from '../../rehearsal/programs/prometheus-programs';
import { progress } from '../rehearsal/progress';
import { missingNames } from './exposed-names';

/** Compared with the application's own registry and with `platform cost` by tests of their own. */
const testedElsewhere: readonly MetricSourceName[] = ['application', 'nodejs', 'cost'];

/** Each answers with what its program shows, on this machine. */
const programs: Partial<Record<MetricSourceName, () => Promise<string>>> = {
  nodeExporter: () =>
    shownBy('prometheus-node-exporter', (port) => ({
      arguments: [`--web.listen-address=127.0.0.1:${port}`],
    })),
  redis: async () => {
    const valkey = await ValkeyServer.start();
    try {
      return await shownBy('prometheus-redis-exporter', (port) => ({
        arguments: [`-web.listen-address=127.0.0.1:${port}`, `-redis.addr=redis://127.0.0.1:${valkey.port}`],
      }));
    } finally {
      await valkey.stop();
    }
  },
  postgres: async () => {
    const postgres = await PostgresServer.start();
    const { user, password, database } = superuser;
    const url = `postgresql://${user}:${password}@localhost:${postgres.port}/${database}?sslmode=require`;
    try {
      return await shownBy('prometheus-postgres-exporter', (port) => ({
        arguments: [`--web.listen-address=127.0.0.1:${port}`],
        env: { DATA_SOURCE_NAME: url },
      }));
    } finally {
      await postgres.stop();
    }
  },
  prometheus: async () => {
    const prometheus = await FilledPrometheus.start(await prometheusPrograms(progress), null);
    try {
      // It knows of an Alertmanager some seconds after its start.
      for (let tries = 0; tries < 20; tries++) {
        if (missingNames(metricSources.prometheus, await prometheus.metrics()).length === 0) break;
        await sleep(1000);
      }
      return await prometheus.metrics();
    } finally {
      await prometheus.stop();
    }
  },
};

/** What programs of the catalogue's sources show, where they can be had here. */
export const exposedMetricsCheck: Check = {
  name: 'dashboards: exporters show what the catalogue says',
  run: async () => {
    const failures: string[] = [];
    let passed = 0;
    for (const [name, show] of Object.entries(programs)) {
      const source = metricSources[name as MetricSourceName];
      const missing = missingNames(source, await show());
      passed += source.metrics.length - missing.length;
      failures.push(...missing.map((metric) => `${source.title} does not show ${metric}`));
    }
    return { passed, failures, notes: [documented()] };
  },
};

function documented(): string {
  const seen = new Set([...Object.keys(programs), ...testedElsewhere]);
  const others = Object.entries(metricSources).filter(([name]) => !seen.has(name));
  const count = others.reduce((sum, [, { metrics }]) => sum + metrics.length, 0);
  return `${count} metrics are documented by their projects and not seen here: ${others.map(([, { title }]) => title).join(', ')}`;
}

interface Start {
  readonly arguments: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** The metrics page of a program of a Debian package of its name. */
async function shownBy(name: string, start: (port: number) => Start): Promise<string> {
  const program = join(await debianPackage(name, 'bookworm'), 'usr/bin', name);
  const folder = mkdtempSync(join(tmpdir(), 'exporter-'));
  const port = await freePort();
  const server = new ServerProcess({
    ...start(port),
    program,
    folder,
    logFile: join(folder, 'log'),
    port,
    readySeconds: 30,
  });
  await server.start();
  try {
    return await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  } finally {
    await server.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}
