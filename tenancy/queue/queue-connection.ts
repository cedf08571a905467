import type { Redis } from 'ioredis';

/** First part of the keys of all queues, `queue:<kind of task>:…`: they serve all tenants. */
export const queuePrefix = 'queue';

/** For filling queues and looking at them: a command fails within seconds when Redis is away, and is tried again. */
export function producerConnection(redis: Redis): Redis {
  return guarded(
    redis.duplicate({
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      commandTimeout: 5_000,
      lazyConnect: false,
      retryStrategy,
    }),
  );
}

/** For a worker, which waits on it until Redis is back. */
export function workerConnection(redis: Redis): Redis {
  return guarded(
    redis.duplicate({
      maxRetriesPerRequest: null,
      commandTimeout: undefined,
      lazyConnect: false,
      retryStrategy,
    }),
  );
}

const retryStrategy = (tries: number): number => Math.min(tries * 50, 1_000);

/** Without a listener, ioredis prints every lost connection; the commands themselves fail or wait. */
function guarded(redis: Redis): Redis {
  redis.on('error', () => {});
  return redis;
}
