import { WorkflowClient } from '@temporalio/client';
import { Queue } from 'bullmq';
import { QueueStore } from '@platform/tenancy/life/erasure/queue-store';
import { RedisStore } from '@platform/tenancy/life/erasure/redis-store';
import type { TenantStores } from '@platform/tenancy/life/erasure/tenant-store';
import { WorkflowStore } from '@platform/tenancy/life/erasure/workflow-store';
import { queuePrefix } from '@platform/tenancy/queue/queue-connection';
import { socketStream } from '../events/socket-stream';
import { taskKinds } from '../tasks/task-model';
import { sharedNamespace } from '../workflows/names';
import { logStore } from './log-store';
import type { TenantDataParts } from './tenant-data-kinds';

/** Every place outside the database that this application brings tenants' data to. */
export function tenantStores({ settings, redis, volatileRedis, temporal }: TenantDataParts): TenantStores {
  const queues = Object.values(taskKinds).map(
    (kind) => new Queue(kind, { connection: redis, prefix: queuePrefix }),
  );
  return {
    workflows: new WorkflowStore(async ({ temporalNamespace }) => {
      const namespace = temporalNamespace ?? sharedNamespace;
      // Where no worker has ever run, it is not there yet.
      await temporal.ensureNamespace(namespace);
      return new WorkflowClient({ connection: await temporal.connection(), namespace });
    }),
    queue: new QueueStore(queues),
    redis: new RedisStore(redis, { socketStreams: [socketStream.streamName] }),
    volatileRedis:
      settings.volatileRedisUrl === settings.redisUrl
        ? { absent: 'The environment has one Redis for queues and caches.' }
        : new RedisStore(volatileRedis),
    files: { absent: 'The application keeps no files outside the database.' },
    logs: logStore(settings),
  };
}
