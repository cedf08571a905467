import type { ApiServer } from '../cluster/api-server';
import { until } from '../cluster/waiting';
import { apiAutoscaler, apiDeployment, apiPods, readyApiPods } from './api-workload';
import { type CpuLoad, reportedLoad, requestLoad } from './cpu-load';
import type { Scenario, ScenarioResult, Stage } from './scenario';
import { downPace, type ScaleDown, shortened } from './short-scale-down';

/** Pods of real nodes start real programs, on the two cores of one machine. */
const secondsMaxOf = { fake: 60, real: 75 } as const;
const backSecondsMax = 180;

interface AutoscalerSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior: { readonly scaleDown: ScaleDown };
}

/** The API's pods need more CPU: their number goes from the minimum to the maximum, and back when that is over. */
export const autoscaling: Scenario = {
  name: 'autoscaler up and back',
  nodes: ['fake'],
  hindrance: () => null,
  run: upAndBack,
};

export const autoscalingByRequests: Scenario = {
  ...autoscaling,
  name: 'autoscaler up and back by requests',
  nodes: ['real'],
};

async function upAndBack({ cluster: { api, real } }: Stage): Promise<ScenarioResult> {
  const secondsMax = secondsMaxOf[real ? 'real' : 'fake'];
  const { minReplicas, maxReplicas } = await specOf(api);
  const goal = Math.max(maxReplicas, 10);
  // What was rolled out a moment ago may still have the pods of its start.
  await secondsBack(api, minReplicas);
  const load = real ? await requestLoad(real.edge) : reportedLoad(api);
  try {
    const { seen, steps, ready } = await scaleUp(api, load, goal, 2 * secondsMax);
    if (ready === null) {
      return {
        figure: `${minReplicas} → ${goal}: not Ready after ${2 * secondsMax} s (at most ${secondsMax} s)`,
        figures: { seconds: 2 * secondsMax },
        faults: [`${await readyApiPods(api)} pods of ${goal} are Ready`],
      };
    }
    await load.stop();
    const back = await secondsBack(api, minReplicas);
    return {
      figure: `${minReplicas} → ${goal} Ready after ${ready.toFixed(1)} s (at most ${secondsMax} s): load seen after ${words(seen)}, pods asked for after ${steps.map(([pods, after]) => `${words(after)} (${pods})`).join(', ')}; back after ${words(back)} at ${downPace} times the pace`,
      figures: { seconds: ready, secondsToSeeLoad: seen, steps: steps.length, secondsBack: back },
      faults: ready > secondsMax ? [`${goal} pods were Ready only after ${ready.toFixed(1)} s`] : [],
    };
  } finally {
    await load.stop();
  }
}

interface ScaledUp {
  /** Seconds until the autoscaler's status shows the load. */
  readonly seen: number;
  /** Numbers of pods that it asked for, and after how many seconds. */
  readonly steps: readonly (readonly [pods: number, seconds: number])[];
  /** Seconds until all pods were Ready; null when they never were. */
  readonly ready: number | null;
}

async function scaleUp(api: ApiServer, load: CpuLoad, goal: number, seconds: number): Promise<ScaledUp> {
  const started = Date.now();
  const elapsed = (): number => (Date.now() - started) / 1000;
  const steps: [number, number][] = [];
  let wanted = await replicasOf(api);
  let seen = 0;
  while (elapsed() < seconds) {
    await load.sustain();
    if (seen === 0 && (await isSeen(api))) seen = elapsed();
    const now = await replicasOf(api);
    if (now !== wanted) steps.push([now, elapsed()]);
    wanted = now;
    if ((await readyApiPods(api)) >= goal) return { seen, steps, ready: elapsed() };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return { seen, steps, ready: null };
}

/** Lets pods go sooner than the charts do, until only the minimum is left. @returns seconds that it took. */
async function secondsBack(api: ApiServer, minReplicas: number): Promise<number> {
  const { scaleDown } = (await specOf(api)).behavior;
  const path = await api.pathOf(apiAutoscaler);
  const scaleDownBy = (behavior: object) => api.merge(path, { spec: { behavior: { scaleDown: behavior } } });
  await scaleDownBy(shortened(scaleDown));
  const started = Date.now();
  try {
    await until('back to the minimum', async () => (await apiPods(api)).length === minReplicas, {
      seconds: backSecondsMax,
      everyMilliseconds: 500,
    });
    return (Date.now() - started) / 1000;
  } finally {
    await scaleDownBy(scaleDown);
  }
}

const specOf = async (api: ApiServer): Promise<AutoscalerSpec> =>
  (await api.get(apiAutoscaler))?.spec as AutoscalerSpec;

async function isSeen(api: ApiServer): Promise<boolean> {
  const { currentMetrics = [] } = ((await api.get(apiAutoscaler))?.status ?? {}) as {
    readonly currentMetrics?: readonly {
      readonly resource?: {
        readonly name: string;
        readonly current: { readonly averageUtilization?: number };
      };
    }[];
  };
  return currentMetrics.some(
    ({ resource }) => resource?.name === 'cpu' && (resource.current.averageUtilization ?? 0) > 100,
  );
}

async function replicasOf(api: ApiServer): Promise<number> {
  return ((await api.get(apiDeployment))?.spec as { readonly replicas: number }).replicas;
}

const words = (seconds: number): string => `${seconds.toFixed(0)} s`;
