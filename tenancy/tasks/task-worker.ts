import { setTimeout as sleep } from 'node:timers/promises';
import { UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { runAsTenant, runOutsideTenants } from '../context/current-tenant';
import type { UnitsOfWork } from '../database/unit-of-work';
import { queuePrefix, workerConnection } from '../queue/queue-connection';
import { isRefusal, readTenantJob } from '../queue/tenant-job';
import type { TenantRegistry } from '../registry/tenant-record';
import { assertTaskKind } from './task';
import { type TaskAttempt, TaskAttempts, type TaskOutcome } from './task-attempt';
import { performAttempt, type TaskEvent } from './task-performance';

export interface TaskWorkerOptions {
  readonly database: UnitsOfWork;
  readonly registry: TenantRegistry;
  /** Only its settings are used: the worker makes connections of its own. */
  readonly redis: Redis;
  readonly kind: string;
  /**
   * Performs a task as its tenant. It may run more than once, so what it does outside the database must be safe to
   * repeat under the task's id; what it changes in the database belongs into `effects` of its outcome. The signal tells
   * that the outcome is no longer wanted. An error means another attempt; a TaskRejected is final.
   */
  readonly perform: (task: TaskAttempt, signal: AbortSignal) => Promise<TaskOutcome>;
  /** Tasks at one time. Default 10. */
  readonly concurrency?: number;
  /** How long a task stays with a worker that does not answer any more. Default 30. */
  readonly leaseSeconds?: number;
  /** Attempts that may fail. Default 5. */
  readonly maxFailures?: number;
  /** Before the attempt after `failures` failed ones. Default 2, 4, 8, … up to 300, give or take a quarter. */
  readonly backoffSeconds?: (failures: number) => number;
  readonly onEvent?: (event: TaskEvent) => void;
}

const exponentialBackoff = (failures: number): number =>
  Math.min(2 ** failures, 300) * (0.75 + Math.random() / 2);

/** Performs the tasks of one kind, of all tenants, each inside its tenant's context. */
export class TaskWorker {
  private readonly worker: Worker;
  private readonly redis: Redis;
  private readonly attempts: TaskAttempts;
  private readonly options: Required<TaskWorkerOptions>;
  private readonly closing = new AbortController();

  constructor(options: TaskWorkerOptions) {
    assertTaskKind(options.kind);
    this.options = {
      concurrency: 10,
      leaseSeconds: 30,
      maxFailures: 5,
      backoffSeconds: exponentialBackoff,
      onEvent: () => {},
      ...options,
    };
    const { database, leaseSeconds, kind, redis, concurrency } = this.options;
    this.attempts = new TaskAttempts(database, leaseSeconds);
    this.redis = workerConnection(redis);
    this.worker = runOutsideTenants(
      () =>
        new Worker(kind, (job) => this.process(job), {
          connection: this.redis,
          prefix: queuePrefix,
          concurrency,
          lockDuration: leaseSeconds * 1000,
          stalledInterval: leaseSeconds * 500,
          // A task that ends its workers is counted in the database, which Redis may forget.
          maxStalledCount: Number.MAX_SAFE_INTEGER,
          runRetryDelay: 1_000,
        }),
    );
    this.worker.on('error', (error) => this.options.onEvent({ type: 'error', kind, error }));
  }

  /** Takes no more tasks, finishes those in hand within `drainSeconds`, and gives back what is left then. */
  async close(drainSeconds: number): Promise<void> {
    const drain = setTimeout(() => this.closing.abort(), drainSeconds * 1000);
    const deadline = new AbortController();
    await Promise.race([
      this.worker.close(),
      // Without Redis it would wait for ever to report jobs; their tasks are settled in the database by now.
      sleep((drainSeconds + 2) * 1000, null, { signal: deadline.signal }).catch(() => {}),
    ]);
    clearTimeout(drain);
    deadline.abort();
    this.redis.disconnect();
  }

  private async process(job: { readonly id?: string; readonly data: unknown }): Promise<void> {
    const { kind, registry, onEvent } = this.options;
    try {
      const { tenant, taskId } = await readTenantJob(job, registry);
      await runAsTenant(tenant, async () => {
        const attempt = await this.attempts.claim(taskId);
        if (attempt) await performAttempt(attempt, this.attempts, this.closing.signal, this.options);
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      onEvent({ type: 'refused', kind, jobId: job.id ?? '', error });
      throw new UnrecoverableError(error.message);
    }
  }
}
