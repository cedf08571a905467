import { setTimeout as sleep } from 'node:timers/promises';
import type { RunOutcome } from './operation-runner';
import { OperationRunner, type OperationRunnerOptions } from './operation-runner';

export interface LifecycleRunnerOptions extends OperationRunnerOptions {
  /** Default 1. */
  readonly pollSeconds?: number;
  /** Operations that run at one time here. Default 2, so that a new customer does not wait for a long export. */
  readonly parallel?: number;
  /** Told of each operation that ended here, for the log. */
  readonly onOutcome?: (outcome: RunOutcome) => void;
  /** Told when operations cannot be read; the runner goes on trying. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Runs what was asked for with OperationRequests, and what another runner left behind. Any number may run beside each
 * other.
 */
export class LifecycleRunner {
  private readonly runner: OperationRunner;
  private readonly stopping = new AbortController();
  private lanes: readonly Promise<void>[] = [];

  constructor(private readonly options: LifecycleRunnerOptions) {
    this.runner = new OperationRunner(options);
  }

  start(): void {
    this.lanes = Array.from({ length: this.options.parallel ?? 2 }, () => this.work());
  }

  /** Begins nothing more, and waits for the steps under way; what is unfinished then is for the next runner. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.lanes);
  }

  private async work(): Promise<void> {
    const { signal } = this.stopping;
    const pauseMs = (this.options.pollSeconds ?? 1) * 1000;
    while (!signal.aborted) {
      try {
        const outcome = await this.runner.runNext(signal);
        if (outcome) {
          this.options.onOutcome?.(outcome);
          continue;
        }
      } catch (error) {
        this.options.onError?.(error);
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
