import { randomUUID } from 'node:crypto';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { type ContractRun, type Replica, until } from '../contract-run';
import { fails, holds, notApplicable, type Point, unchecked } from '../point';
import { ask } from '../probes/http-probe';

const handshake = '/socket.io/?EIO=4&transport=polling';
const event = 'platform-contract';
const patienceSeconds = 4;
const defaultStream = 'socket.io';
/** Of the streams adapter, for the namespace `/`. */
const clusterChannel = 'socket.io#/#';
const remedy =
  'give Server the adapter of @socket.io/redis-streams-adapter on REDIS_URL; without it a room is cut in as many parts as there are replicas';

/**
 * Joins the replicas' Socket.io cluster through Redis, broadcasts an event and looks whether clients of both replicas
 * get it. Each client stays with its replica, as the sticky cookie makes it.
 */
export async function checkSockets(run: ContractRun, replica: Replica): Promise<Point[]> {
  const answer = await ask(replica.port, handshake, 5);
  if (!answer.body.startsWith('0{'))
    return [notApplicable('sockets', 'nothing speaks Socket.io at /socket.io/')];
  const second = await run.startReplica();
  try {
    if (second.port === null || second.port === replica.port) {
      return [unchecked('sockets', 'a second replica did not start beside the first')];
    }
    await run.becomesReady({ instance: second.instance, port: second.port });
    return [await acrossReplicas(run, [replica.port, second.port])];
  } finally {
    await second.instance.kill();
  }
}

async function acrossReplicas(run: ContractRun, ports: readonly number[]): Promise<Point> {
  const clients = ports.map((port) => clientOf(port, run));
  try {
    const refusals = await Promise.all(clients.map(connected));
    const refusal = refusals.find((text) => text !== null);
    if (refusal) {
      const members = await run.stores.redis.subscribers(clusterChannel);
      return unchecked(
        'sockets',
        `a client could not connect (${refusal}), --socket-auth JSON signs it in; ${members} of 2 replicas listen to the channel ${clusterChannel} in Redis`,
      );
    }
    const reached = await broadcast(run, clients);
    return reached === clients.length
      ? holds('sockets', 'an event reached clients of both replicas')
      : fails('sockets', `an event through Redis reached clients of ${reached} of 2 replicas`, remedy);
  } finally {
    for (const client of clients) client.disconnect();
  }
}

const clientOf = (port: number, { input }: ContractRun): Socket =>
  io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...(input.socketAuth && { auth: { ...input.socketAuth } }),
  });

/** Null: connected; else why not. */
const connected = (client: Socket): Promise<string | null> =>
  new Promise((resolve) => {
    if (client.connected) resolve(null);
    client.once('connect', () => resolve(null));
    client.once('connect_error', ({ message }) => resolve(message));
  });

/** Number of clients that got the event. A stream of another name is tried too. */
async function broadcast({ stores: { redis } }: ContractRun, clients: readonly Socket[]): Promise<number> {
  const token = randomUUID();
  const reached = new Set<Socket>();
  for (const client of clients) client.on(event, (got) => got === token && reached.add(client));
  const streams = new Set([defaultStream, ...(await redis.streams())]);
  const members = [...streams].map((streamName) => {
    const connection = redis.connect();
    const server = new Server({ adapter: createAdapter(connection, { streamName, blockTimeInMs: 200 }) });
    return { server, connection };
  });
  await until(patienceSeconds, async () => {
    for (const { server } of members) server.emit(event, token);
    return reached.size === clients.length || null;
  });
  for (const { server, connection } of members) {
    // The server itself was never attached to a port, and refuses to be closed.
    await server.of('/').adapter.close();
    connection.disconnect();
  }
  return reached.size;
}
