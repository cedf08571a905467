import { until } from '../cluster/waiting';
import { allApiPods, apiDeployment } from './api-workload';
import { isRolledOut } from './health';
import type { Scenario, ScenarioResult, Stage } from './scenario';
import { underRequests } from './traffic/under-requests';

/** Every pod of the API is replaced while it gets requests. */
export const rollingUpdate: Scenario = {
  name: 'rolling update under requests',
  nodes: ['fake', 'real'],
  hindrance: () => null,
  run: (stage) => rollWithin(stage, 300),
};

/** @param seconds after which a roll-out has failed. */
export function rollWithin(stage: Stage, seconds: number): Promise<ScenarioResult> {
  const { api } = stage.cluster;
  return underRequests(stage, 1, async () => {
    const started = Date.now();
    const annotations = { 'platform/rehearsed-at': new Date().toISOString() };
    await api.merge(await api.pathOf(apiDeployment), { spec: { template: { metadata: { annotations } } } });
    await until(
      'the roll-out of the API',
      async () => {
        const live = await api.get(apiDeployment);
        if (live === null || !isRolledOut(live)) return false;
        return (await allApiPods(api)).length === (live.spec as { readonly replicas: number }).replicas;
      },
      { seconds, everyMilliseconds: 500 },
    );
    const took = (Date.now() - started) / 1000;
    return {
      figure: `all pods replaced in ${took.toFixed(0)} s (at most ${seconds} s)`,
      figures: { seconds: took },
      faults: [],
    };
  });
}
