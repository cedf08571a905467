import { currentTenant } from '../context/current-tenant';
import type { TenancyError } from '../context/tenancy-error';
import type { TaskAttempt, TaskAttempts, TaskOutcome } from './task-attempt';

/** Thrown by a task that no further attempt can help. The message is kept with the task, for its tenant to read. */
export class TaskRejected extends Error {
  override readonly name = 'TaskRejected';
}

/**
 * What became of an attempt, for logs and metrics. `retry`: it failed, and another follows; `returned`: the worker
 * closes; `lost`: it was cancelled, or another worker holds it now; `refused`: a job that was not performed at all.
 */
export type TaskEvent =
  | {
      readonly type: 'done' | 'failed' | 'retry' | 'returned' | 'lost';
      readonly kind: string;
      readonly taskId: string;
      readonly tenantId: string;
      /** Of this attempt. */
      readonly seconds: number;
      readonly error?: Error;
    }
  | {
      readonly type: 'refused';
      readonly kind: string;
      readonly jobId: string;
      readonly error: TenancyError;
    }
  /** The queue or the database did not answer; what was in hand is tried again. */
  | { readonly type: 'error'; readonly kind: string; readonly error: Error };

export interface PerformanceOptions {
  readonly perform: (task: TaskAttempt, signal: AbortSignal) => Promise<TaskOutcome>;
  readonly leaseSeconds: number;
  readonly maxFailures: number;
  readonly backoffSeconds: (failures: number) => number;
  readonly onEvent: (event: TaskEvent) => void;
}

type Settled = { readonly type: 'done' | 'failed' | 'retry' | 'returned' | 'lost'; readonly error?: Error };

const longestError = 2_000;

/** One attempt at a task of the current tenant, from its claim to its outcome. Rejects when the database is away. */
export async function performAttempt(
  attempt: TaskAttempt,
  attempts: TaskAttempts,
  closing: AbortSignal,
  options: PerformanceOptions,
): Promise<void> {
  const startedAt = performance.now();
  const lost = new AbortController();
  const renewal = setInterval(
    () => {
      attempts.renew(attempt).then(
        (held) => held || lost.abort(),
        () => {}, // The database is away: the lease may still outlast that.
      );
    },
    (options.leaseSeconds * 1000) / 3,
  );
  try {
    const settled = await settle(attempt, attempts, { closing, lost: lost.signal }, options);
    options.onEvent({
      ...settled,
      kind: attempt.kind,
      taskId: attempt.id,
      tenantId: currentTenant().id,
      seconds: (performance.now() - startedAt) / 1000,
    });
  } finally {
    clearInterval(renewal);
  }
}

async function settle(
  attempt: TaskAttempt,
  attempts: TaskAttempts,
  { closing, lost }: { readonly closing: AbortSignal; readonly lost: AbortSignal },
  { perform, maxFailures, backoffSeconds }: PerformanceOptions,
): Promise<Settled> {
  if (attempt.failures >= maxFailures) {
    const error = new Error(`The task was given up after ${attempt.failures} failed attempts.`);
    return kept(await attempts.fail(attempt, error.message), { type: 'failed', error });
  }
  const stopped = AbortSignal.any([closing, lost]);
  try {
    const outcome = await Promise.race([perform(attempt, stopped), rejectOnce(stopped)]);
    return kept(await attempts.complete(attempt, outcome), { type: 'done' });
  } catch (caught) {
    const error = caught instanceof Error ? caught : new Error(String(caught));
    if (lost.aborted) return { type: 'lost' };
    if (closing.aborted) {
      const returned = await attempts.giveBack(attempt, { error: null, failures: 0, afterSeconds: 1 });
      return kept(returned, { type: 'returned' });
    }
    const message = error.message.slice(0, longestError);
    const failures = attempt.failures + 1;
    if (error instanceof TaskRejected || failures >= maxFailures) {
      return kept(await attempts.fail(attempt, message), { type: 'failed', error });
    }
    const afterSeconds = backoffSeconds(failures);
    const again = await attempts.giveBack(attempt, { error: message, failures: 1, afterSeconds });
    return kept(again, { type: 'retry', error });
  }
}

const kept = (wasKept: boolean, settled: Settled): Settled => (wasKept ? settled : { type: 'lost' });

function rejectOnce(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new Error('The worker stops performing this task.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
