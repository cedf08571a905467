import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { ValkeyServer } from '../../../../servers/valkey/valkey-server';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import { PostgresTenantRegistry } from '../../../../tenancy/registry/postgres-registry';
import { tenancyMigrations } from '../../../../tenancy/schema/tenant-migrations';
import { acceptTask, type AcceptedTask, type NewTask } from '../../../../tenancy/tasks/accept-task';
import { OutboxDispatcher, type DispatcherOptions } from '../../../../tenancy/tasks/outbox-dispatcher';
import type { TaskEvent } from '../../../../tenancy/tasks/task-performance';
import { TaskWorker, type TaskWorkerOptions } from '../../../../tenancy/tasks/task-worker';
import { TenantPlatform } from '../support/tenant-platform';

/** A row of a tenant's table `tasks`. */
export interface TaskRow {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly failures: number;
  readonly result: unknown;
  readonly error: string | null;
}

const notesMigration = {
  id: 'notes-1-table',
  phase: 'expand',
  sql: 'CREATE TABLE notes (task_id uuid NOT NULL, attempt integer NOT NULL)',
} as const;

/** A platform with Valkey, where a tenant's tasks leave notes. Everything that it starts, it stops. */
export class TaskPlatform {
  readonly events: TaskEvent[] = [];
  readonly errors: Error[] = [];
  private readonly closers: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly platform: TenantPlatform,
    readonly valkey: ValkeyServer,
    readonly database: TenantDatabase,
    readonly redis: Redis,
  ) {}

  static async start(tenants: readonly string[]): Promise<TaskPlatform> {
    const platform = await TenantPlatform.start({
      tenants,
      migrations: [...tenancyMigrations, notesMigration],
    });
    const valkey = await ValkeyServer.start();
    const database = new TenantDatabase({ primaryUrl: platform.applicationUrl, maxConnections: 10 });
    const redis = new Redis(valkey.url);
    redis.on('error', () => {});
    return new TaskPlatform(platform, valkey, database, redis);
  }

  get registry(): PostgresTenantRegistry {
    return new PostgresTenantRegistry(this.database.platform, { cacheSeconds: 0 });
  }

  as<Result>(slug: string, work: () => Promise<Result>): Promise<Result> {
    return runAsTenant(this.platform.tenant(slug), work);
  }

  accept(slug: string, task: Partial<NewTask> = {}): Promise<AcceptedTask> {
    const full = { kind: 'sample', input: {}, idempotencyKey: randomUUID(), ...task };
    return this.as(slug, () => this.database.transaction((transaction) => acceptTask(transaction, full)));
  }

  dispatcher(options: Partial<DispatcherOptions> = {}): OutboxDispatcher {
    const dispatcher = new OutboxDispatcher({
      platform: this.database.platform,
      redis: this.redis,
      pollMilliseconds: 50,
      recheckSeconds: 1,
      onError: (error) => this.errors.push(error),
      ...options,
    });
    this.closers.push(() => dispatcher.stop());
    dispatcher.start();
    return dispatcher;
  }

  /** By default each task leaves a note. */
  worker(options: Partial<TaskWorkerOptions> = {}): TaskWorker {
    const worker = new TaskWorker({
      database: this.database,
      registry: this.registry,
      redis: this.redis,
      kind: 'sample',
      perform: async () => noteOutcome,
      leaseSeconds: 2,
      backoffSeconds: () => 0.1,
      onEvent: (event) => this.events.push(event),
      ...options,
    });
    this.closers.push(() => worker.close(0));
    return worker;
  }

  task(slug: string, id: string): Promise<TaskRow> {
    return this.as(slug, async () => {
      const { rows } = await this.database.query<TaskRow>({
        text: 'SELECT * FROM tasks WHERE id = $1',
        values: [id],
      });
      return rows[0]!;
    });
  }

  async notes(slug: string): Promise<readonly string[]> {
    const { rows } = await this.as(slug, () =>
      this.database.query<{ task_id: string }>({ text: 'SELECT task_id FROM notes' }),
    );
    return rows.map(({ task_id }) => task_id);
  }

  async outbox(): Promise<readonly Record<string, unknown>[]> {
    return (await this.database.platform.query({ text: 'SELECT * FROM outbox ORDER BY position' })).rows;
  }

  /** Waits until a task of the tenant is in the state. */
  settled(slug: string, id: string, state: string): Promise<TaskRow> {
    return eventually(async () => {
      const task = await this.task(slug, id).catch(() => undefined);
      return task?.state === state && task;
    });
  }

  /** Ends the dispatchers and workers of one test, and forgets its jobs, events and outbox. */
  async reset(): Promise<void> {
    for (const close of this.closers.splice(0)) await close();
    await this.redis.flushall();
    await this.platform.database.query({ text: 'DELETE FROM public.outbox' });
    this.events.length = 0;
    this.errors.length = 0;
  }

  async stop(): Promise<void> {
    await this.reset();
    this.redis.disconnect();
    await this.database.close();
    await this.valkey.stop();
    await this.platform.stop();
  }
}

/** What `until` answers first that is true; rejects after 20 seconds. */
export async function eventually<Result>(
  until: () => Promise<Result> | Result,
): Promise<Exclude<Result, false | undefined>> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(20)) {
    const result = await until();
    if (result) return result as Exclude<Result, false | undefined>;
  }
  throw new Error('What the test waits for has not happened within 20 seconds.');
}

/** What the sample task does: it leaves a note, in the transaction that marks it done. */
export const noteOutcome = {
  result: { ok: true },
  effects: async (transaction: Parameters<typeof acceptTask>[0]): Promise<void> => {
    await transaction.query({
      text: `INSERT INTO notes SELECT id, attempts FROM tasks WHERE state = 'done' ORDER BY finished_at DESC LIMIT 1`,
    });
  },
};

export const tenantOf = (platform: TaskPlatform, slug: string): TenantContext =>
  platform.platform.tenant(slug);
