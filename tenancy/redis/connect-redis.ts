import { Redis } from 'ioredis';

export interface ConnectRedisOptions {
  /** How long a command may take before it fails. Default 500: longer than the pauses of a busy process. */
  readonly commandTimeoutMs?: number;
  /** Told of each loss of the connection, to log it. The client reconnects by itself. */
  readonly onError?: (error: Error) => void;
}

/**
 * A client for what a request waits for (limits, back-off, cache): a command fails at once while Redis is away, and soon
 * when it hangs, so that the caller can go on without. Queues need a client of their own, which waits instead.
 */
export function connectRedis(
  url: string,
  { commandTimeoutMs = 500, onError }: ConnectRedisOptions = {},
): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 2000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  // Without a listener ioredis writes every reconnect to the console.
  redis.on('error', (error) => onError?.(error));
  return redis;
}
