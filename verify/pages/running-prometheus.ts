import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replicaVariable } from '../../charts/monitoring/prometheus-configuration';
import { writeOpenMetrics } from '../../rehearsal/monitoring/openmetrics';
import { run } from '../../servers/command';
import { freePort } from '../../servers/free-port';
import { ServerProcess } from '../../servers/server-process';
import type { Timeline } from './timeline';

export interface PrometheusOptions {
  readonly prometheus: string;
  readonly promtool: string;
  readonly folder: string;
  readonly configurationFile: string;
  readonly timeline: Timeline;
  /** Between two samples of the past. */
  readonly everySeconds: number;
}

/** Prometheus on this machine, which remembers what a timeline says of the time before it was started. */
export async function startPrometheus(options: PrometheusOptions): Promise<ServerProcess> {
  const { prometheus, promtool, folder, configurationFile, timeline, everySeconds } = options;
  const data = join(folder, 'data');
  mkdirSync(data);
  const samples = join(folder, 'samples');
  const { historyFrom: from, liveFrom } = timeline;
  await writeOpenMetrics(samples, timeline.series, { from, to: liveFrom - everySeconds, everySeconds });
  await run(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', '-q', samples, data]);
  rmSync(samples);
  const port = await freePort();
  const server = new ServerProcess({
    program: prometheus,
    arguments: [
      `--config.file=${configurationFile}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    folder,
    logFile: join(folder, 'prometheus.log'),
    port,
    readySeconds: 120,
    env: { [replicaVariable]: 'prometheus-0' },
  });
  await server.start();
  return server;
}
