import { until } from '../../cluster/waiting';
import { podsOf } from '../edge/roll';
import type { Stage } from '../scenario';
import type { Fallback } from './judge-queue-depth';
import type { ScalingLaw } from './scaling-law';
import { secondsToMinimum } from './way-back';
import { askedWorkers, readyWorkers, worker, workerService } from './worker-scaling';

/** Four failed looks of the autoscaler, 15 seconds apart, and the start of a pod. */
const fallbackSeconds = 180;
const nobodysLabel = 'platform/rehearsed';

/**
 * The workers' Service leads nowhere, and the workers are replaced, because connections that were there before stay: from
 * then on KEDA reaches none. In the end the Service leads to them again.
 */
export async function withoutMetric(
  { cluster: { api }, progress }: Stage,
  { replicas, replicasWithoutMetric }: ScalingLaw,
): Promise<Fallback> {
  const path = await api.pathOf(workerService);
  const lead = (label: string | null) => api.merge(path, { spec: { selector: { [nobodysLabel]: label } } });
  const started = Date.now();
  let seconds: number | null = null;
  let workers: number;
  await lead('nowhere');
  try {
    for (const { metadata } of await podsOf(api, worker)) {
      await api.delete({ apiVersion: 'v1', kind: 'Pod', metadata });
    }
    progress('nobody can tell how many tasks wait');
    await until(
      'the workers of the fallback',
      async () =>
        (await askedWorkers(api)) >= replicasWithoutMetric &&
        (await readyWorkers(api)) >= replicasWithoutMetric,
      { seconds: fallbackSeconds, everyMilliseconds: 500 },
    ).then(
      () => (seconds = (Date.now() - started) / 1000),
      () => undefined,
    );
    workers = await askedWorkers(api);
  } finally {
    await lead(null);
  }
  return { workers, seconds, secondsBack: await secondsToMinimum(api, replicas.min) };
}
