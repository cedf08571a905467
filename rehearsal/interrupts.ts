import { constants } from 'node:os';
import { stopAll } from '../servers/command';

/**
 * Makes an interrupted process end in order: builds are stopped, and folders of runs, which listen for the process's
 * end, remove what they made. Interrupting it once more changes nothing.
 * @returns what gives signals their own meaning back.
 */
export function endOnInterrupt(): () => void {
  return onInterrupt((signal) => {
    stopAll();
    process.exit(128 + constants.signals[signal]);
  });
}

/** @returns what gives signals their own meaning back. */
export function onInterrupt(listener: (signal: NodeJS.Signals) => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => signals.forEach((signal) => process.off(signal, listener));
}
