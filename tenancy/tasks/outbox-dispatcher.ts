import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { runOutsideTenants } from '../context/current-tenant';
import type { PlatformQueries } from '../database/unit-of-work';
import { producerConnection, queuePrefix } from '../queue/queue-connection';
import type { TenantJob } from '../queue/tenant-job';
import { type DueTask, Outbox, type QueuedTask } from './outbox';
import { queueEpoch } from './queue-epoch';

export interface DispatcherOptions {
  readonly platform: PlatformQueries;
  /** Only its settings are used: the dispatcher makes a connection of its own. */
  readonly redis: Redis;
  /** Tasks of one tenant and kind that wait in the queue at one time. Default 10. */
  readonly windowPerTenant?: number;
  /** Between two rounds while nothing is due, give or take a quarter. Default 250. */
  readonly pollMilliseconds?: number;
  /** How long a queued task may be without a job before it is queued again. Default 10. */
  readonly recheckSeconds?: number;
  /** Called with what kept a round from its end; the next one tries again. */
  readonly onError?: (error: Error) => void;
}

/** Failed tasks come back through the outbox: these attempts are for a database that does not answer. */
const jobOptions = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 1_000_000,
  backoff: { type: 'fixed', delay: 1_000 },
} as const;

const roundSize = 500;
const busyMilliseconds = 25;
const firstTaskId = '00000000-0000-0000-0000-000000000000';

/**
 * Moves tasks from the outbox into the queues, fairly between tenants, and puts back what a queue has lost. Any number
 * may run at once: a job is named after its task, and rounds take turns. The database is the truth; what is in Redis
 * can be thrown away at any time.
 */
export class OutboxDispatcher {
  private readonly outbox: Outbox;
  private readonly redis: Redis;
  private readonly queues = new Map<string, Queue<TenantJob>>();
  private readonly stopping = new AbortController();
  private readonly options: Required<Omit<DispatcherOptions, 'platform' | 'redis'>>;
  private pause = new AbortController();
  private loop: Promise<void> | undefined;
  private epoch: string | undefined;
  private recheckedAt = 0;

  constructor({ platform, redis, ...options }: DispatcherOptions) {
    this.outbox = new Outbox(platform);
    this.redis = producerConnection(redis);
    this.options = {
      windowPerTenant: 10,
      pollMilliseconds: 250,
      recheckSeconds: 10,
      onError: () => {},
      ...options,
    };
  }

  start(): void {
    this.loop ??= runOutsideTenants(() => this.run());
  }

  /** Starts a round now, for a task that has just been accepted in this process. */
  nudge(): void {
    this.pause.abort();
  }

  /** Ends after the round that runs. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.nudge();
    await this.loop;
    for (const queue of this.queues.values()) await queue.close().catch(() => {});
    this.redis.disconnect();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.pause = new AbortController();
      const taken = await this.round().catch((error: Error) => {
        if (!this.stopping.signal.aborted) this.options.onError(error);
        return 0;
      });
      const { pollMilliseconds } = this.options;
      const wait = taken > 0 ? busyMilliseconds : pollMilliseconds * (0.75 + Math.random() / 2);
      if (!this.stopping.signal.aborted)
        await sleep(wait, null, { signal: this.pause.signal }).catch(() => {});
    }
  }

  /** Answers how many tasks went into a queue. Nothing is taken from the outbox while Redis is away. */
  private async round(): Promise<number> {
    const epoch = await queueEpoch(this.redis);
    if (epoch !== this.epoch) {
      await this.requeueLost(0);
      this.epoch = epoch;
    } else if (Date.now() - this.recheckedAt > this.options.recheckSeconds * 1000) {
      await this.requeueLost(this.options.recheckSeconds);
    }
    const due = await this.outbox.takeDue(this.options.windowPerTenant, roundSize);
    if (due) await this.enqueue(due);
    return due?.length ?? 0;
  }

  private async enqueue(due: readonly DueTask[]): Promise<void> {
    try {
      for (const [kind, tasks] of byKind(due)) {
        await this.queue(kind).addBulk(
          tasks.map(({ tenant, taskId, startTag }) => ({
            name: kind,
            data: { tenant, taskId },
            opts: { ...jobOptions, jobId: taskId, priority: startTag },
          })),
        );
      }
    } catch (error) {
      await this.outbox.release(due.map(({ taskId }) => taskId));
      throw error;
    }
  }

  /** Takes tasks whose job is gone back into the backlog. A task without an answer is performed again, and fenced. */
  private async requeueLost(queuedForSeconds: number): Promise<void> {
    this.recheckedAt = Date.now();
    for (let after = firstTaskId; ;) {
      const queued = await this.outbox.queued(queuedForSeconds, after, roundSize);
      await this.outbox.release(await this.withoutJob(queued));
      const last = queued.at(-1);
      if (!last || queued.length < roundSize) return;
      after = last.taskId;
    }
  }

  private async withoutJob(tasks: readonly QueuedTask[]): Promise<string[]> {
    if (tasks.length === 0) return [];
    const lookups = this.redis.pipeline();
    for (const { kind, taskId } of tasks) lookups.exists(this.queue(kind).toKey(taskId));
    const answers = (await lookups.exec()) ?? [];
    const failed = answers.find(([error]) => error)?.[0];
    if (failed || answers.length < tasks.length)
      throw failed ?? new Error('Redis did not answer all look-ups.');
    return tasks.filter((_, index) => answers[index]?.[1] === 0).map(({ taskId }) => taskId);
  }

  private queue(kind: string): Queue<TenantJob> {
    const known = this.queues.get(kind);
    if (known) return known;
    const queue = new Queue<TenantJob>(kind, {
      connection: this.redis,
      prefix: queuePrefix,
      skipWaitingForReady: true,
    });
    queue.on('error', () => {});
    this.queues.set(kind, queue);
    return queue;
  }
}

function byKind(tasks: readonly DueTask[]): Map<string, DueTask[]> {
  const kinds = new Map<string, DueTask[]>();
  for (const task of tasks) kinds.set(task.kind, [...(kinds.get(task.kind) ?? []), task]);
  return kinds;
}
