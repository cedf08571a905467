import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { queuePrefix } from '../queue/queue-connection';

const epochKey = `${queuePrefix}:epoch`;

/**
 * Names the data that Redis holds now. It changes when Redis has been replaced, emptied, or failed over to a replica,
 * any of which may have lost jobs. Throws when Redis does not answer.
 */
export async function queueEpoch(redis: Redis): Promise<string> {
  const marker = await redis.get(epochKey);
  if (marker === null) await redis.set(epochKey, randomUUID(), 'NX');
  const server = await redis.info('server');
  const run = /^run_id:(\w+)/m.exec(server)?.[1];
  return `${marker ?? (await redis.get(epochKey))}@${run}`;
}
