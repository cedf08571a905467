import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { replicaVariable } from '../../charts/monitoring/prometheus-configuration';
import { writeOpenMetrics } from '../../rehearsal/monitoring/openmetrics';
import { rememberSamples, startPrometheus } from '../../servers/prometheus/prometheus-process';
import type { ServerProcess } from '../../servers/server-process';
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
export async function startRemembering(options: PrometheusOptions): Promise<ServerProcess> {
  const { prometheus, promtool, folder, configurationFile, timeline, everySeconds } = options;
  const samples = join(folder, 'samples');
  const { historyFrom: from, liveFrom } = timeline;
  await writeOpenMetrics(samples, timeline.series, { from, to: liveFrom - everySeconds, everySeconds });
  await rememberSamples({ promtool }, samples, folder);
  rmSync(samples);
  const { server } = await startPrometheus({
    program: prometheus,
    folder,
    configurationFile,
    env: { [replicaVariable]: 'prometheus-0' },
  });
  return server;
}
