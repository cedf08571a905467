import { Socket } from 'node:net';

/** Nobody took the connection in time: nothing was sent. */
export class NotReached extends Error {
  constructor(milliseconds: number) {
    super(`Nobody took the connection within ${milliseconds} ms.`);
  }
}

/** Longer than the kernel waits before it knocks a second time. */
const reachedMilliseconds = 1500;

/**
 * A socket that gives up when nobody takes its connection in time: the pooler on a lost node does not, until the cluster
 * misses the node, and the kernel would wait for two minutes.
 */
export function impatientSocket(): Socket {
  const socket = new Socket();
  const late = setTimeout(() => socket.destroy(new NotReached(reachedMilliseconds)), reachedMilliseconds);
  late.unref();
  for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(late));
  return socket;
}
