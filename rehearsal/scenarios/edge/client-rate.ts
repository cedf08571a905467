import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ask, type Entrance } from '../../edge/entrance';
import { clientAddress } from '../../nodes/addresses';
import type { Scenario, ScenarioResult } from '../scenario';
import { edgeOf } from './edge-of';

/** One client asks too much; it is held up, and nobody else is. */
export const clientRate: Scenario = {
  name: 'rate limit by client address',
  nodes: ['real'],
  hindrance: () => null,
  run: (stage) => {
    const { clientRequestsAtOnce, clientRequestsPerSecond } = stage.cluster.real!.environment.ingress;
    return tryRate(edgeOf(stage).entrance, {
      greedy: clientAddress(2),
      modest: clientAddress(3),
      perSecond: clientRequestsPerSecond,
      atOnce: clientRequestsAtOnce,
    });
  },
};

export interface RateClients {
  readonly greedy: string;
  readonly modest: string;
  readonly perSecond: number;
  readonly atOnce: number;
}

/** The proxy answers it by itself: the application is not loaded by this. */
const path = '/metrics';
const modestRequests = 20;

export async function tryRate(
  entrance: Entrance,
  { greedy, modest, perSecond, atOnce }: RateClients,
): Promise<ScenarioResult> {
  const asked = atOnce * 2 + perSecond * 3;
  const burst = burstOf(entrance, greedy, { honest: asked, lying: atOnce });
  const modestly = async (headers: Readonly<Record<string, string>>): Promise<number> => {
    const statuses = [];
    for (let index = 0; index < modestRequests; index += 1) {
      statuses.push((await ask(entrance, { path, from: modest, headers })).status);
    }
    return limitedOf(statuses);
  };
  const besides = await modestly({});
  const { honest, lying } = await burst;
  const named = { 'x-forwarded-for': greedy, 'x-real-ip': greedy, forwarded: `for=${greedy}` };
  const blamed = await modestly(named);
  // What the client may have back while it sends, and a second more for what is under way.
  const most = (bucket: number, seconds: number): number => bucket + perSecond * (Math.ceil(seconds) + 1);
  return {
    figure: `${honest.passed} of ${asked} requests of one client pass in ${honest.seconds.toFixed(1)} s (${atOnce} and ${perSecond} a second may), ${lying.passed} of ${atOnce} more with other addresses in their headers; ${besides + blamed} of ${2 * modestRequests} of another client are held up (none may)`,
    figures: { asked, passed: honest.passed, passedByLying: lying.passed, besides, blamed },
    faults: [
      ...(honest.passed === asked ? ['nothing is limited'] : []),
      ...(honest.passed > most(atOnce, honest.seconds)
        ? [`${honest.passed} requests of one client pass in ${honest.seconds.toFixed(1)} s`]
        : []),
      ...(lying.passed > most(0, lying.seconds)
        ? [`${lying.passed} requests pass because of an address in their headers`]
        : []),
      ...(besides > 0 ? [`another client is held up ${besides} times`] : []),
      ...(blamed > 0 ? [`a client is taken for the address in its headers ${blamed} times`] : []),
    ],
  };
}

const limitedOf = (statuses: readonly number[]): number => statuses.filter((status) => status === 429).length;

interface Passed {
  readonly passed: number;
  readonly seconds: number;
}

/** Many requests over one connection, so that one pod of the proxy counts them all; and then some that lie. */
async function burstOf(
  { host, address, ports, authorities }: Entrance,
  from: string,
  counts: { readonly honest: number; readonly lying: number },
): Promise<{ readonly honest: Passed; readonly lying: Passed }> {
  const socket = connectTls({
    socket: connectTcp({ host: address, port: ports.https, localAddress: from }),
    servername: host,
    ca: authorities,
    ALPNProtocols: ['h2'],
  });
  const session = connectHttp2(`https://${host}`, { createConnection: () => socket });
  session.on('error', () => {});
  const send = async (count: number, headers: (index: number) => Record<string, string>): Promise<Passed> => {
    const started = Date.now();
    const statuses = await inTurns(count, 100, (index) => statusOf(session, headers(index)));
    return { passed: count - limitedOf(statuses), seconds: (Date.now() - started) / 1000 };
  };
  try {
    const honest = await send(counts.honest, () => ({}));
    const lying = await send(counts.lying, (index) => {
      const other = `198.51.100.${index % 256}`;
      return { 'x-forwarded-for': other, 'x-real-ip': other, forwarded: `for=${other}` };
    });
    return { honest, lying };
  } finally {
    session.destroy();
  }
}

function statusOf(session: ClientHttp2Session, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':path': path, ...headers });
    stream.once('response', ({ ':status': status }) => {
      stream.resume();
      resolve(Number(status));
    });
    stream.once('error', reject);
  });
}

/** Runs `count` calls, so many at one time. */
async function inTurns<Result>(
  count: number,
  atOnce: number,
  call: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  while (results.length < count) {
    const begun = results.length;
    const size = Math.min(atOnce, count - begun);
    results.push(...(await Promise.all(Array.from({ length: size }, (_, index) => call(begun + index)))));
  }
  return results;
}
