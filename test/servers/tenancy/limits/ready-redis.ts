import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { connectRedis } from '../../../../tenancy/redis/connect-redis';

/** A client as limits use it, once it is connected. By default it is patient, as a busy machine under test may stall. */
export async function readyRedis(url: string, commandTimeoutMs = 10_000): Promise<Redis> {
  const redis = connectRedis(url, { commandTimeoutMs });
  try {
    await once(redis, 'ready');
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return redis;
}
