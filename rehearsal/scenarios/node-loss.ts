import type { LiveObject } from '../cluster/api-server';
import { hasCondition } from '../cluster/conditions';
import { until } from '../cluster/waiting';
import { apiPods } from './api-workload';
import type { Scenario, Stage } from './scenario';
import { type Happening, underRequests } from './traffic/under-requests';

/** A pod that is lost is out of the endpoints within a minute. */
const secondsMax = 60;

/**
 * A node of the API loses its power while it gets requests. Nobody is told, so a request may meet the dead pod until the
 * node's heartbeat is missed; what sends it then tries one other pod, as an ingress with a retry does.
 */
export const nodeLoss: Scenario = {
  name: 'loss of a node under requests',
  nodes: ['fake', 'real'],
  hindrance: () => null,
  run: (stage) => underRequests(stage, 2, () => loseNode(stage)),
};

async function loseNode({ cluster: { api, network } }: Stage): Promise<Happening> {
  const [pod] = await apiPods(api);
  const { nodeName } = pod?.spec as { readonly nodeName: string };
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName } };
  const isOnNode = ({ spec }: LiveObject): boolean => (spec as { nodeName?: string }).nodeName === nodeName;
  const started = Date.now();
  const bringBack = await network!.loseNode(nodeName);
  // A machine that starts beside the others takes their CPUs, which no new machine of AWS does.
  const restore = async (): Promise<void> => {
    await bringBack();
    await until(
      'the node is back',
      async () => {
        const live = await api.get(node);
        return live !== null && hasCondition(live, 'Ready');
      },
      { seconds: 60, everyMilliseconds: 500 },
    );
  };
  try {
    await until(
      'the pods of the lost node are out of the endpoints',
      async () => !(await apiPods(api)).filter(isOnNode).some((lost) => hasCondition(lost, 'Ready')),
      { seconds: 2 * secondsMax, everyMilliseconds: 500 },
    );
  } catch (error) {
    return { figure: 'not noticed', figures: {}, faults: [(error as Error).message], restore };
  }
  const seconds = (Date.now() - started) / 1000;
  return {
    figure: `noticed after ${seconds.toFixed(0)} s (at most ${secondsMax} s)`,
    figures: { seconds },
    faults: seconds > secondsMax ? [`the loss was noticed after ${seconds.toFixed(0)} s`] : [],
    restore,
  };
}
