import { setInterval } from 'node:timers/promises';
import { workloadNamespaces } from '../../../config/flows';
import { clientAddress } from '../../nodes/addresses';
import type { Scenario, ScenarioResult, Stage } from '../scenario';
import { underRequests } from '../traffic/under-requests';
import { edgeOf } from './edge-of';
import { roll } from './roll';
import { SampleTenant } from './sample-tenant';
import { SocketClients } from './socket-clients';

const proxy = { name: 'ingress', namespace: workloadNamespaces.ingress } as const;
const clients = 40;

/** Every pod of the proxy is replaced while it passes requests and sockets on. */
export const proxyRoll: Scenario = {
  name: 'rolling update of the ingress under requests and sockets',
  nodes: ['real'],
  hindrance: () => null,
  run: (stage) => rollProxy(stage, 400),
};

/** @param seconds after which a roll-out has failed. */
export async function rollProxy(stage: Stage, seconds: number): Promise<ScenarioResult> {
  const edge = edgeOf(stage);
  const tenant = await SampleTenant.provision(edge);
  const sockets = SocketClients.open(edge.entrance, {
    token: tenant.token,
    count: clients,
    perSecond: 20,
    transports: ['websocket'],
    from: [clientAddress(12), clientAddress(13)],
  });
  const tasks = { refused: 0 };
  const giving = new AbortController();
  try {
    await sockets.allConnected(60);
    void giveTasks(tenant, tasks, giving.signal);
    return await underRequests(stage, 1, async () => {
      const took = await roll(stage, proxy, seconds);
      giving.abort();
      await sockets.allConnected(60);
      const { lost, live, restored, recovered, disconnects } = await sockets.end(await tenant.lastEventId());
      return {
        figure: `all pods replaced in ${took.toFixed(0)} s (at most ${seconds} s); ${disconnects} of ${clients} sockets cut off, ${recovered} recovered, ${lost} of ${live + restored + lost} events lost (none may be)`,
        figures: { seconds: took, disconnects, recovered, eventsLive: live, eventsLost: lost },
        faults: [
          ...(lost > 0 ? [`${lost} events are lost`] : []),
          ...(live === 0 ? ['no event came by a socket'] : []),
          ...(tasks.refused > 0 ? [`${tasks.refused} tasks were not accepted`] : []),
        ],
      };
    });
  } finally {
    giving.abort();
    sockets.stop();
  }
}

async function giveTasks(
  tenant: SampleTenant,
  tasks: { refused: number },
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const _ of setInterval(1000, undefined, { signal })) {
      const status = await tenant.giveTask().catch(() => 0);
      if (status !== 202) tasks.refused += 1;
    }
  } catch {
    // It is told to stop.
  }
}
