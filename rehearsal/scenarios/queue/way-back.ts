import type { ApiServer } from '../../cluster/api-server';
import { until } from '../../cluster/waiting';
import { podsOf } from '../edge/roll';
import { type ScaleDown, shortened } from '../short-scale-down';
import { askedWorkers, worker, workerScaler } from './worker-scaling';

const backSeconds = 180;

interface ScaledObjectSpec {
  readonly advanced: {
    readonly horizontalPodAutoscalerConfig: {
      readonly behavior: { readonly scaleDown: ScaleDown };
    };
  };
}

/** Does something while workers go sooner than the charts let them: KEDA changes its autoscaler, and changes it back. */
export async function withShortWayBack<Result>(
  api: ApiServer,
  doing: () => Promise<Result>,
): Promise<Result> {
  const { advanced } = (await api.get(workerScaler))?.spec as ScaledObjectSpec;
  const { scaleDown } = advanced.horizontalPodAutoscalerConfig.behavior;
  const path = await api.pathOf(workerScaler);
  const scaleDownBy = (scaleDown: object) =>
    api.merge(path, { spec: { advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown } } } } });
  await scaleDownBy(shortened(scaleDown));
  try {
    return await doing();
  } finally {
    await scaleDownBy(scaleDown);
  }
}

/** @returns seconds until only so many workers are left; null: they stay. */
export async function secondsToMinimum(api: ApiServer, min: number): Promise<number | null> {
  const started = Date.now();
  const isBack = async (): Promise<boolean> =>
    (await askedWorkers(api)) === min && (await podsOf(api, worker)).length === min;
  return until('the minimum of workers', isBack, { seconds: backSeconds, everyMilliseconds: 500 }).then(
    () => (Date.now() - started) / 1000,
    () => null,
  );
}
