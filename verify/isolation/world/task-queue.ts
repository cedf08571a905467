import { Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import type { UnitsOfWork } from '../../../tenancy/database/unit-of-work';
import { producerConnection, queuePrefix, workerConnection } from '../../../tenancy/queue/queue-connection';
import type { TenantRegistry } from '../../../tenancy/registry/tenant-record';
import { acceptTask } from '../../../tenancy/tasks/accept-task';
import { TaskWorker } from '../../../tenancy/tasks/task-worker';
import type { JobWorld } from '../attacks/job-attacks';
import type { Closer } from './closers';

const kind = 'read-notes';

/** The queue of one kind of task and its worker, whose tasks read the notes of the tenant that they run for. */
export async function startTaskQueue(parts: {
  readonly database: UnitsOfWork;
  readonly registry: TenantRegistry;
  readonly redis: Redis;
}): Promise<{ readonly world: JobWorld; readonly close: Closer }> {
  const { database, redis } = parts;
  const seen = new Map<string, unknown>();
  const worker = new TaskWorker({
    ...parts,
    kind,
    concurrency: 20,
    perform: async ({ id }) => {
      seen.set(id, (await database.query({ text: 'SELECT id, body FROM notes' })).rows);
      return {};
    },
  });
  const connections = [producerConnection(redis), workerConnection(redis)] as const;
  const queue = new Queue(kind, { connection: connections[0], prefix: queuePrefix });
  const events = new QueueEvents(kind, { connection: connections[1], prefix: queuePrefix });
  await events.waitUntilReady();
  let accepted = 0;
  return {
    world: {
      acceptTask: (tenant) =>
        runAsTenant(tenant, () =>
          database.transaction(async (transaction) => {
            const task = { kind, input: {}, idempotencyKey: `attack-${(accepted += 1)}` };
            return (await acceptTask(transaction, task)).id;
          }),
        ),
      perform: async ({ id, data }) => {
        const job = await queue.add(kind, data, { jobId: id });
        await job.waitUntilFinished(events, 20_000).catch(() => null);
        return seen.get(id) ?? 'not performed';
      },
    },
    close: async () => {
      await worker.close(2);
      await events.close();
      await queue.close();
      // BullMQ leaves a connection open that it was given.
      for (const connection of connections) connection.disconnect();
    },
  };
}
