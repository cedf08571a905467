import { namespaces, nodeLabels, podLabels } from '../../config/contract';
import { flows, type Peer, type Workload, workloadNamespaces } from '../../config/flows';
import type { Environment } from '../../config/schema';
import type { ApiObject, ApiServer } from '../cluster/api-server';
import { hasCondition } from '../cluster/conditions';
import { until } from '../cluster/waiting';
import { readWorld } from '../network-policies/policy-world';
import { actor, nodeSides, outsideSides, podSides, type Side } from './packets/cast';
import { answered, answerEverything, type Dial } from './packets/dials';
import { isAllowed, triedPorts } from './packets/expectation';
import type { Scenario, ScenarioResult, Stage } from './scenario';

/** Few at a time: each is a program with some hundred sockets. */
const sidesAtOnce = 4;

/** A packet for every pair of pods, and for pods with every kind of address, both ways, on every port of the table. */
export const packetFlows: Scenario = {
  name: 'every allowed flow connects, every other pair is refused',
  nodes: ['real'],
  hindrance: () => null,
  run: sendPackets,
};

async function sendPackets({ cluster: { api, real } }: Stage): Promise<ScenarioResult> {
  if (!real) throw new Error('packets need real nodes');
  const started = Date.now();
  const actors = await actorsFor(api, real);
  try {
    for (const pod of actors) await api.put(pod);
    await untilReady(api, actors);
    await real.renewPolicies();
    return await judged(await readWorld(api), real.environment, started);
  } finally {
    for (const pod of actors) await api.delete(pod);
  }
}

type Real = NonNullable<Stage['cluster']['real']>;

/** Strangers in every namespace, and one pod for each workload that has none now, such as a migration that is over. */
async function actorsFor(api: ApiServer, { environment, pauseImage }: Real): Promise<readonly ApiObject[]> {
  const { pods } = await readWorld(api);
  const named = new Set(flows.flatMap(({ from, to }) => [from, to]));
  // Addresses have no pods, and those of add-ons are not ours.
  const isWorkload = (peer: Peer): peer is Workload => Object.hasOwn(workloadNamespaces, peer);
  const absent = [...named]
    .filter(isWorkload)
    .filter((peer) => !pods.some(({ labels }) => labels[podLabels.name] === peer));
  const { architecture } = environment.cluster.pools.general;
  const place = { [nodeLabels.pool]: 'general', [nodeLabels.architecture]: architecture };
  return [
    ...Object.values(namespaces).map((namespace) => ({ name: 'stranger', as: 'stranger', namespace })),
    ...absent.map((peer) => ({ name: `actor-${peer}`, as: peer, namespace: workloadNamespaces[peer] })),
  ].map(({ as, ...rest }) => actor({ ...rest, labels: { [podLabels.name]: as } }, pauseImage, place));
}

const untilReady = (api: ApiServer, pods: readonly ApiObject[]): Promise<void> =>
  until(
    'pods that only wait',
    async () => {
      const live = await Promise.all(pods.map((pod) => api.get(pod)));
      return live.every((pod) => pod !== null && hasCondition(pod, 'Ready'));
    },
    { seconds: 60, everyMilliseconds: 500 },
  );

async function judged(
  world: Awaited<ReturnType<typeof readWorld>>,
  environment: Environment,
  started: number,
): Promise<ScenarioResult> {
  const inside = podSides(world);
  const outside = outsideSides(environment);
  await Promise.all([...inside, outside[0]!].map(answerEverything));
  const faults: string[] = [];
  const counts = { allowed: 0, refused: 0 };
  const ofSide = async (from: Side): Promise<void> => {
    const dials = dialsOf(environment, from, inside, outside);
    const allowed = (dial: Dial): boolean => isAllowed(environment, from, dial);
    const got = await answered(from, dials, allowed);
    for (const dial of dials) {
      counts[allowed(dial) ? 'allowed' : 'refused'] += 1;
      if (allowed(dial) === got.has(dial)) continue;
      const finding = got.has(dial) ? 'passes and is in no flow' : 'is in the flows and does not pass';
      faults.push(`${from.name} → ${dial.to.name} ${dial.protocol} ${dial.port} ${finding}`);
    }
  };
  const waiting = [...inside, ...outside];
  await Promise.all(
    Array.from({ length: sidesAtOnce }, async () => {
      for (let side = waiting.shift(); side; side = waiting.shift()) await ofSide(side);
    }),
  );
  const seconds = (Date.now() - started) / 1000;
  return {
    figure: `${counts.allowed} connections of the flows, ${counts.refused} others, between ${inside.length} pods and ${outside.length} addresses: ${faults.length} otherwise than they should; ${seconds.toFixed(1)} s`,
    figures: { ...counts, wrong: faults.length, pods: inside.length, seconds },
    faults,
  };
}

function dialsOf(
  environment: Environment,
  from: Side,
  inside: readonly Side[],
  outside: readonly Side[],
): readonly Dial[] {
  const targets = from.pod ? [...inside, ...outside, ...nodeSides] : inside;
  return targets
    .filter((to) => to !== from)
    .flatMap((to) =>
      triedPorts(environment).flatMap((port) =>
        (['TCP', 'UDP'] as const).map((protocol) => ({ to, port, protocol })),
      ),
    );
}
