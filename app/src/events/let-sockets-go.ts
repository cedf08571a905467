import { setTimeout as sleep } from 'node:timers/promises';

/** A connection under a socket. Its client comes back by itself, and is given what it missed. */
export interface Connection {
  close(): void;
}

const pauseMilliseconds = 50;

/**
 * Ends connections a few at a time, all within these seconds: thousands of clients that come to the other pods in one
 * second are more work than their events.
 */
export async function letSocketsGo(connections: readonly Connection[], seconds: number): Promise<void> {
  const atOnce = Math.ceil((connections.length * pauseMilliseconds) / (seconds * 1000));
  for (let next = 0; next < connections.length; next += atOnce) {
    for (const connection of connections.slice(next, next + atOnce)) connection.close();
    await sleep(pauseMilliseconds);
  }
}
