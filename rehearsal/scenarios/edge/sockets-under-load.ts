import { setTimeout as sleep } from 'node:timers/promises';
import { workloadNamespaces } from '../../../config/flows';
import { until } from '../../cluster/waiting';
import { clientAddress } from '../../nodes/addresses';
import { programProcess } from '../../nodes/pod-process';
import { findProgram } from '../../programs/find-program';
import type { Scenario, ScenarioResult, Stage } from '../scenario';
import { ApiLoad, type ApiLoadResult } from './api-load';
import { latencyByPart, p99Of, type Parts } from './broadcast-latency';
import { edgeOf } from './edge-of';
import { roll, podsOf } from './roll';
import { SampleTenant } from './sample-tenant';
import { SocketClients, type SocketsOutcome } from './socket-clients';

export interface SocketLoad {
  readonly clients: number;
  /** While they are all connected. */
  readonly seconds: number;
  readonly connectsPerSecond: number;
  readonly requestsPerSecond: number;
}

/** Short enough for every rehearsal. */
const usual: SocketLoad = { clients: 300, seconds: 90, connectsPerSecond: 25, requestsPerSecond: 20 };

/** What requirements ask for, on an otherwise idle machine of two cores that is the clients, too. */
const whole: SocketLoad = { clients: 1000, seconds: 300, connectsPerSecond: 25, requestsPerSecond: 20 };

const broadcastP99MillisecondsMax = 500;
const apiP95MillisecondsMax = 500;
const realtime = { name: 'realtime', namespace: workloadNamespaces.realtime } as const;
/** Of k6's requests, so that a second has about one task and its three events. */
const everyNthIsTask = 20;

/** Sockets of one tenant and the API's users, while the sockets' pods are rolled and one of them is killed. */
export const socketsUnderLoad: Scenario = {
  name: 'sockets held under load, through a roll and a killed pod',
  nodes: ['real'],
  hindrance: () => null,
  run: (stage) => holdSockets(stage, usual),
};

export const thousandSockets: Scenario = {
  name: 'a thousand sockets for five minutes under load, through a roll and a killed pod',
  nodes: ['real'],
  hindrance: () => null,
  run: (stage) => holdSockets(stage, whole),
};

async function holdSockets(stage: Stage, load: SocketLoad): Promise<ScenarioResult> {
  const edge = edgeOf(stage);
  const { cluster, progress } = stage;
  const k6 = await findProgram('k6', cluster.kubernetesVersion, progress);
  const tenant = await SampleTenant.provision(edge);
  const started = Date.now();
  const sockets = SocketClients.open(edge.entrance, {
    token: tenant.token,
    count: load.clients,
    perSecond: load.connectsPerSecond,
    transports: ['websocket'],
    from: Array.from({ length: 20 }, (_, index) => clientAddress(12 + index)),
  });
  try {
    await sockets.allConnected((load.clients / load.connectsPerSecond) * 2 + 60);
    const secondsToConnect = (Date.now() - started) / 1000;
    progress(`${load.clients} sockets are connected after ${secondsToConnect.toFixed(0)} s`);
    const api = ApiLoad.start(cluster.run, k6, edge.entrance, {
      token: tenant.token,
      agentId: tenant.agentId,
      requestsPerSecond: load.requestsPerSecond,
      seconds: load.seconds,
      p95MillisecondsMax: apiP95MillisecondsMax,
      everyNthIsTask,
    });
    await sleep(load.seconds * 100);
    const rolled = Date.now();
    const rollSeconds = await roll(stage, realtime, load.seconds);
    const killed = Date.now();
    await killOne(stage);
    const calm = Date.now();
    const result = await api.end();
    await sockets.allConnected(60);
    const outcome = await sockets.end(await tenant.lastEventId());
    const parts: Parts = [
      ['at rest', started],
      ['rolled', rolled],
      ['killed', killed],
      ['afterwards', calm],
    ];
    return judged(load, { outcome, result, secondsToConnect, rollSeconds, parts });
  } finally {
    sockets.stop();
  }
}

/** The kernel ends the program of one pod: nobody says good-bye to its sockets. */
async function killOne({ cluster: { api } }: Stage): Promise<void> {
  const [pod] = await podsOf(api, realtime);
  if (!pod) throw new Error('no pod has sockets');
  process.kill(programProcess(pod.metadata.uid, 'main.js'), 'SIGKILL');
  const path = await api.pathOf({ apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata });
  await until(
    'the killed program is started again',
    async () => {
      const { body } = await api.request('GET', path);
      const { containerStatuses = [] } = (body.status ?? {}) as {
        readonly containerStatuses?: readonly { readonly restartCount: number; readonly ready: boolean }[];
      };
      return containerStatuses.some(({ restartCount, ready }) => restartCount > 0 && ready);
    },
    { seconds: 60, everyMilliseconds: 500 },
  );
}

interface Held {
  readonly parts: Parts;
  readonly outcome: SocketsOutcome;
  readonly result: ApiLoadResult;
  readonly secondsToConnect: number;
  readonly rollSeconds: number;
}

export function judged(
  { clients, seconds }: Pick<SocketLoad, 'clients' | 'seconds'>,
  { outcome, result, secondsToConnect, rollSeconds, parts }: Held,
): ScenarioResult {
  const { latencies, live, restored, lost, recovered, disconnects } = outcome;
  const p99 = p99Of(latencies);
  const p95 = result.p95Milliseconds;
  return {
    figure: `${clients} sockets for ${seconds} s (connected in ${secondsToConnect.toFixed(0)} s), ${disconnects} cut off by a roll (${rollSeconds.toFixed(0)} s) and a killed pod, ${recovered} of them recovered: ${lost} of ${live + restored + lost} events lost (none may be), ${restored} restored by asking, broadcast p99 ${p99} ms (under ${broadcastP99MillisecondsMax}); ${result.failed} of ${result.requests} API requests failed (none may), p95 ${p95.toFixed(0)} ms (under ${apiP95MillisecondsMax})`,
    figures: {
      clients,
      seconds,
      secondsToConnect,
      secondsToRoll: rollSeconds,
      disconnects,
      recovered,
      eventsLive: live,
      eventsRestored: restored,
      eventsLost: lost,
      broadcastP99Milliseconds: p99,
      apiRequests: result.requests,
      apiFailed: result.failed,
      apiP95Milliseconds: Math.round(p95),
    },
    faults: [
      ...(lost > 0 ? [`${lost} events are lost`] : []),
      ...(live === 0 ? ['no event came by a socket'] : []),
      ...(disconnects === 0 ? ['no socket was cut off: nothing was tried'] : []),
      ...(p99 >= broadcastP99MillisecondsMax ? [`the broadcast's p99 is ${p99} ms`] : []),
      ...(result.failed > 0 ? [`${result.failed} requests of the API failed`] : []),
      ...(p95 >= apiP95MillisecondsMax ? [`the API's p95 is ${p95.toFixed(0)} ms`] : []),
      ...(result.held || result.failed > 0 || p95 >= apiP95MillisecondsMax
        ? []
        : ['k6 could not keep up its rate']),
    ],
    notes: [`broadcast p99 by what went on: ${latencyByPart(latencies, parts)}`],
  };
}
