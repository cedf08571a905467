import { setTimeout as sleep } from 'node:timers/promises';

/** A server that has ended with this process's signal already may never say so. */
const stepSeconds = 5;

/** What must be undone at the end, however it comes: the last thing first. */
export class Undo {
  private readonly steps: (() => unknown)[] = [];
  private running: Promise<void> | null = null;

  /** What comes after the end is undone at once. */
  add(step: () => unknown): void {
    if (this.running) this.running = this.running.then(() => attempt(step));
    else this.steps.push(step);
  }

  /** Undoes everything, each thing once; a step that fails or does not end stops no other. */
  run(): Promise<void> {
    this.running ??= this.undoAll();
    return this.running;
  }

  private async undoAll(): Promise<void> {
    for (const step of this.steps.reverse()) await attempt(step);
  }
}

async function attempt(step: () => unknown): Promise<void> {
  const patience = new AbortController();
  const limit = sleep(stepSeconds * 1000, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([Promise.resolve().then(step), limit]).catch(() => undefined);
  patience.abort();
}
