import { setTimeout as sleep } from 'node:timers/promises';

/** A connection under a socket. Its client comes back by itself, and is given what it missed. */
export interface Connection {
  close(): void;
}

/** A few clients need not wait for as long as many may take. */
const longestPauseMilliseconds = 50;

/**
 * Ends connections one after the other, all within these seconds: thousands of clients that come to the other pods in one
 * second are more work than their events.
 */
export async function letSocketsGo(connections: readonly Connection[], seconds: number): Promise<void> {
  const pause = Math.min(longestPauseMilliseconds, (seconds * 1000) / connections.length);
  for (const connection of connections) {
    connection.close();
    await sleep(pause);
  }
}
