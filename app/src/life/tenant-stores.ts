import { WorkflowClient } from '@temporalio/client';
import { Queue } from 'bullmq';
import { LokiStore } from '@platform/tenancy/life/erasure/loki-store';
import { QueueStore } from '@platform/tenancy/life/erasure/queue-store';
import { RedisStore } from '@platform/tenancy/life/erasure/redis-store';
import type { TenantStores } from '@platform/tenancy/life/erasure/tenant-store';
import { WorkflowStore } from '@platform/tenancy/life/erasure/workflow-store';
import { queuePrefix } from '@platform/tenancy/queue/queue-connection';
import type { Settings } from '../settings';
import { taskKinds } from '../tasks/task-model';
import { sharedNamespace } from '../workflows/names';
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
    redis: new RedisStore(redis),
    volatileRedis:
      settings.volatileRedisUrl === settings.redisUrl
        ? { absent: 'The environment has one Redis for queues and caches.' }
        : new RedisStore(volatileRedis),
    files: { absent: 'The application keeps no files outside the database.' },
    logs: logStore(settings),
  };
}

function logStore({ lokiUrl, backupRetention }: Settings): TenantStores['logs'] {
  if (!lokiUrl) return { absent: 'LOKI_URL is not set: log lines expire with their retention.' };
  return new LokiStore({
    url: lokiUrl,
    // Every line of a tenant's work has its id; ids are letters, digits and hyphens.
    query: ({ id }) => `{namespace="app"} |= "${id}"`,
    retentionDays: backupRetention?.logExpireAfterDays ?? 0,
  });
}
