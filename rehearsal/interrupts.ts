import { constants } from 'node:os';
import { stopAll } from '../servers/command';

/**
 * Makes an interrupted process end in order: builds are stopped, and folders of runs, which listen for the process's
 * end, remove what they made.
 */
export function endOnInterrupt(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      stopAll();
      process.exit(128 + constants.signals[signal]);
    });
  }
}
