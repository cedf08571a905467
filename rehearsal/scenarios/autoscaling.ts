import type { ApiServer } from '../cluster/api-server';
import { until } from '../cluster/waiting';
import { apiAutoscaler, apiDeployment, apiPods, readyApiPods } from './api-workload';
import type { Scenario, ScenarioResult, Stage } from './scenario';

const secondsMax = 60;
/** Of the request, in percent: more than four times what the autoscaler aims at. */
const busyPercent = 400;
/** In the rehearsal the autoscaler waits this many times less before it takes a pod away. */
const downPace = 20;

interface AutoscalerSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior: { readonly scaleDown: { readonly stabilizationWindowSeconds: number } };
}

/** The API's pods report CPU load: their number goes from the minimum to the maximum, and back when it is gone. */
export const autoscaling: Scenario = {
  name: 'autoscaler up and back',
  nodes: ['fake'],
  hindrance: () => null,
  run: upAndBack,
};

async function upAndBack({ cluster: { api } }: Stage): Promise<ScenarioResult> {
  const autoscaler = await api.get(apiAutoscaler);
  const { minReplicas, maxReplicas, behavior } = autoscaler?.spec as AutoscalerSpec;
  const goal = Math.max(maxReplicas, 10);
  const up = await scaleUp(api, goal);
  if (up.ready === null) {
    return {
      figure: `${minReplicas} → ${goal}: not Ready after ${2 * secondsMax} s (at most ${secondsMax} s)`,
      figures: { seconds: 2 * secondsMax },
      faults: [`${await readyApiPods(api)} pods of ${goal} are Ready`],
    };
  }
  const window = behavior.scaleDown.stabilizationWindowSeconds;
  const back = await scaleBack(api, minReplicas, window);
  const { seen, steps, ready } = up;
  return {
    figure: `${minReplicas} → ${goal} Ready after ${ready.toFixed(1)} s (at most ${secondsMax} s): load seen after ${words(seen)}, pods asked for after ${steps.map(([pods, after]) => `${words(after)} (${pods})`).join(', ')}; back after ${words(back)} at ${downPace} times the pace`,
    figures: { seconds: ready, secondsToSeeLoad: seen, steps: steps.length, secondsBack: back },
    faults: ready > secondsMax ? [`${goal} pods were Ready only after ${ready.toFixed(1)} s`] : [],
  };
}

interface ScaledUp {
  /** Seconds until the autoscaler's status shows the load. */
  readonly seen: number;
  /** Numbers of pods that it asked for, and after how many seconds. */
  readonly steps: readonly (readonly [pods: number, seconds: number])[];
  /** Seconds until all pods were Ready; null when they never were. */
  readonly ready: number | null;
}

async function scaleUp(api: ApiServer, goal: number): Promise<ScaledUp> {
  const started = Date.now();
  const elapsed = (): number => (Date.now() - started) / 1000;
  const steps: [number, number][] = [];
  let wanted = await replicasOf(api);
  let seen = 0;
  await reportLoad(api, true);
  while (elapsed() < 2 * secondsMax) {
    await reportLoad(api, true);
    if (seen === 0 && (await isSeen(api))) seen = elapsed();
    const now = await replicasOf(api);
    if (now !== wanted) steps.push([now, elapsed()]);
    wanted = now;
    if ((await readyApiPods(api)) >= goal) return { seen, steps, ready: elapsed() };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return { seen, steps, ready: null };
}

/** @returns seconds until only the minimum is left. */
async function scaleBack(api: ApiServer, minReplicas: number, window: number): Promise<number> {
  const behavior = {
    scaleDown: {
      stabilizationWindowSeconds: Math.round(window / downPace),
      policies: [{ type: 'Pods', value: downPace, periodSeconds: 60 }],
    },
  };
  const path = await api.pathOf(apiAutoscaler);
  const before = ((await api.get(apiAutoscaler))?.spec as { readonly behavior: object }).behavior;
  await api.merge(path, { spec: { behavior } });
  const started = Date.now();
  await reportLoad(api, false);
  try {
    await until('back to the minimum', async () => (await apiPods(api)).length === minReplicas, {
      seconds: 120,
      everyMilliseconds: 500,
    });
    return (Date.now() - started) / 1000;
  } finally {
    await api.merge(path, { spec: { behavior: before } });
  }
}

/** What kwok's pods say that they use. */
async function reportLoad(api: ApiServer, busy: boolean): Promise<void> {
  for (const { metadata, spec } of await apiPods(api)) {
    const { containers } = spec as { containers: { resources: { requests: { cpu: string } } }[] };
    const millicores =
      Number.parseInt(containers[0]!.resources.requests.cpu) * (busy ? busyPercent / 100 : 0.1);
    const annotations = { 'kwok.x-k8s.io/usage-cpu': `${Math.round(millicores)}m` };
    if (metadata.annotations?.['kwok.x-k8s.io/usage-cpu'] === annotations['kwok.x-k8s.io/usage-cpu'])
      continue;
    await api.merge(`/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`, {
      metadata: { annotations },
    });
  }
}

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
