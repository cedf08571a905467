import { Redis } from 'ioredis';
import { connectRedis } from '@platform/tenancy/redis/connect-redis';
import { outageLog } from '../telemetry/outage-log';

/**
 * For what a request waits for: commands fail at once while Redis is away. Certificates are checked against Node's
 * authorities and NODE_EXTRA_CA_CERTS.
 */
export const requestRedis = (url: string): Redis =>
  connectRedis(url, { onError: outageLog('Redis does not answer') });

/** For queues and sockets, which block on it: commands wait until Redis is back. Their libraries make copies of it. */
export function waitingRedis(url: string): Redis {
  const retryStrategy = (tries: number): number => Math.min(tries * 100, 2000);
  return new Redis(url, { maxRetriesPerRequest: null, retryStrategy }).on(
    'error',
    outageLog('Redis does not answer'),
  );
}
