import type { Redis } from 'ioredis';
import { TenantDatabase } from '@platform/tenancy/database/tenant-database';
import { PostgresTenantRegistry } from '@platform/tenancy/registry/postgres-registry';
import type { Part } from '../server/component';
import type { Dependency } from '../server/readiness';
import type { Settings } from '../settings';
import { requestRedis, waitingRedis } from './redis';

/** The connections that every component which serves tenants has. */
export interface Stores {
  readonly database: TenantDatabase;
  readonly registry: PostgresTenantRegistry;
  /** For limits and caches. */
  readonly volatileRedis: Redis;
  /** For queues and sockets. */
  readonly redis: Redis;
  readonly databaseDependency: Dependency;
  readonly redisDependency: (required: boolean) => Dependency;
  /** Closed last. */
  readonly parts: readonly Part[];
}

/** Nothing connects before it is used, and nothing here fails when a store is away: `/ready` tells. */
export function openStores(settings: Settings): Stores {
  const database = new TenantDatabase({
    primaryUrl: settings.databaseUrl,
    ...(settings.databaseReaderUrl && { readerUrl: settings.databaseReaderUrl }),
    maxConnections: settings.databasePoolMax,
  });
  const volatileRedis = requestRedis(settings.volatileRedisUrl);
  const redis = waitingRedis(settings.redisUrl);
  return {
    database,
    registry: new PostgresTenantRegistry(database.platform),
    volatileRedis,
    redis,
    databaseDependency: {
      name: 'database',
      required: true,
      probe: async (milliseconds) => {
        const isUp = await database.answers({ text: 'SELECT FROM public.tenants LIMIT 1' }, milliseconds);
        if (!isUp) throw new Error('The database does not answer.');
      },
    },
    redisDependency: (required) => ({ name: 'redis', required, probe: () => redis.ping() }),
    parts: [
      { name: 'redis', stop: () => leave(redis) },
      { name: 'volatile redis', stop: () => volatileRedis.disconnect() },
      { name: 'database', stop: () => database.close() },
    ],
  };
}

/** After the answers to what was sent, such as the sessions of sockets; at once when it is away. */
async function leave(redis: Redis): Promise<void> {
  if (redis.status === 'ready') await redis.quit();
  else redis.disconnect();
}
