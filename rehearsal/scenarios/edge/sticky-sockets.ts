import { clientAddress } from '../../nodes/addresses';
import type { Scenario, ScenarioResult, Stage } from '../scenario';
import { edgeOf } from './edge-of';
import { SampleTenant } from './sample-tenant';
import { SocketClients, type SocketsOutcome } from './socket-clients';

const clientsOfEach = 30;
const tasks = 10;
const connectSeconds = 40;

/**
 * A connection begins as several requests, which must all come to one pod: half of the clients go on to a WebSocket, the
 * others poll on.
 */
export const stickySockets: Scenario = {
  name: 'sticky sockets: polling and WebSocket',
  nodes: ['real'],
  hindrance: () => null,
  run: tryStickiness,
};

async function tryStickiness(stage: Stage): Promise<ScenarioResult> {
  const edge = edgeOf(stage);
  const tenant = await SampleTenant.provision(edge);
  const open = (transports: readonly ('polling' | 'websocket')[], first: number): SocketClients =>
    SocketClients.open(edge.entrance, {
      token: tenant.token,
      count: clientsOfEach,
      perSecond: 20,
      transports,
      from: [clientAddress(first), clientAddress(first + 1)],
    });
  const kinds = [open(['polling', 'websocket'], 8), open(['polling'], 10)];
  try {
    await Promise.all(kinds.map((clients) => clients.allConnected(connectSeconds)));
    for (let task = 0; task < tasks; task += 1) await tenant.giveTask();
    const lastId = await tenant.lastEventId();
    const outcomes = await Promise.all(kinds.map((clients) => clients.end(lastId)));
    return judged(outcomes, lastId);
  } finally {
    for (const clients of kinds) clients.stop();
  }
}

function judged(outcomes: readonly SocketsOutcome[], lastId: number): ScenarioResult {
  const sum = (of: (outcome: SocketsOutcome) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const refused = sum((outcome) => outcome.refused);
  const again = sum(({ connects }) => connects) - 2 * clientsOfEach;
  const live = sum((outcome) => outcome.live);
  const wanted = lastId * 2 * clientsOfEach;
  return {
    figure: `${2 * clientsOfEach} sockets, half of them polling: ${refused} handshakes refused, ${again} connected again (none may); ${live} of ${wanted} events came by themselves`,
    figures: { refused, reconnects: again, events: lastId, live, wanted },
    faults: [
      ...(refused + again > 0
        ? [`sockets are refused or cut off: ${JSON.stringify(outcomes.map(({ refusals }) => refusals))}`]
        : []),
      ...(lastId === 0 ? ['no event was announced'] : []),
      ...(live < wanted ? [`${wanted - live} events did not come by a socket`] : []),
    ],
  };
}
