import { setTimeout as sleep } from 'node:timers/promises';
import { nameOf } from '../acceptance/acceptance';
import type { ApiObject, ApiServer, LiveObject } from '../cluster/api-server';
import { hasCondition } from '../cluster/conditions';
import { unhealthyOf } from './health';
import type { Scenario, ScenarioResult, Stage } from './scenario';

const secondsMax = 300;

/** Everything from nothing: chart after chart, each as soon as the one before is healthy, as a deploy does it. */
export const rollOut: Scenario = {
  name: 'roll-out from nothing',
  nodes: ['fake', 'real'],
  hindrance: () => null,
  run: (stage) => rollOutWithin(stage, secondsMax),
};

/** @param seconds after which it has failed. */
export async function rollOutWithin({ cluster, rendered }: Stage, seconds: number): Promise<ScenarioResult> {
  const started = Date.now();
  const elapsed = (): number => (Date.now() - started) / 1000;
  const charts = rendered.charts.map(({ objects }) => cluster.adapt?.(objects) ?? { objects, leftOut: [] });
  for (const { objects } of charts) {
    for (const object of objects) await cluster.api.put(object);
    for (let unhealthy = objects; unhealthy.length > 0;) {
      unhealthy = await unhealthyOf(cluster.api, objects);
      if (elapsed() > seconds) return failed(cluster.api, unhealthy, seconds);
      if (unhealthy.length > 0) await sleep(200);
    }
  }
  const took = elapsed();
  const pods = (
    await podsOf(
      cluster.api,
      charts.flatMap(({ objects }) => objects),
    )
  ).filter((pod) => hasCondition(pod, 'Ready')).length;
  return {
    figure: `${pods} pods Ready after ${took.toFixed(1)} s (at most ${seconds} s)`,
    figures: { seconds: took, pods },
    faults: [],
    notes: charts.flatMap(({ leftOut }) => leftOut),
  };
}

async function failed(
  api: ApiServer,
  unhealthy: readonly ApiObject[],
  seconds: number,
): Promise<ScenarioResult> {
  const pods = (await podsOf(api, unhealthy)).filter((pod) => !hasCondition(pod, 'Ready'));
  const reasons = pods.flatMap(({ metadata, status }) => {
    const { conditions = [] } = (status ?? {}) as {
      readonly conditions?: readonly { readonly message?: string }[];
    };
    const words = conditions.map(({ message }) => message).filter(Boolean);
    return words.length > 0 ? [`Pod ${metadata.namespace}/${metadata.name}: ${words.join('; ')}`] : [];
  });
  return {
    figure: `not healthy after ${seconds} s`,
    figures: { seconds, unhealthy: unhealthy.length },
    faults: [...unhealthy.map((object) => `${nameOf(object)} is not healthy`), ...reasons.slice(0, 3)],
  };
}

/** Pods in the namespaces of objects. */
async function podsOf(api: ApiServer, objects: readonly ApiObject[]): Promise<readonly LiveObject[]> {
  const namespaces = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  const pods = await Promise.all([...namespaces].map((namespace) => api.list('v1', 'Pod', namespace)));
  return pods.flat();
}
