import { setTimeout as sleep } from 'node:timers/promises';
import type { RunProcess } from './run-folder';

/**
 * Asks every `everyMilliseconds` (100 by default) until the answer is yes.
 * @throws Error with the end of a process's log when one of them ends, or when the time is over.
 */
export async function until(
  what: string,
  answer: () => Promise<boolean>,
  {
    seconds,
    processes = [],
    everyMilliseconds = 100,
  }: {
    readonly seconds: number;
    readonly processes?: readonly RunProcess[];
    readonly everyMilliseconds?: number;
  },
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await answer())) {
    const failed = processes.find(({ failure }) => failure() !== null);
    if (failed)
      throw new Error(`${failed.name} does not run: ${failed.failure()}\n${failed.log().slice(-2000)}`);
    if (Date.now() > deadline) {
      const logs = processes.map(({ name, log }) => `${name}:\n${log().slice(-1500)}`);
      throw new Error([`${what}: not within ${seconds} seconds`, ...logs].join('\n'));
    }
    await sleep(everyMilliseconds);
  }
}
