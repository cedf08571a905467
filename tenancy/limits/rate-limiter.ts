import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { tenantKey } from '../redis/tenant-keys';
import type { TenantRegistry } from '../registry/tenant-record';
import { currentLimits } from './tier-limits';

const windowSeconds = 60;

export interface RateLimiterOptions {
  /** A client that fails fast, as `connectRedis` makes it. */
  readonly redis: Redis;
  readonly registry: TenantRegistry;
  /** Told at each request how many a minute the current tenant may send. */
  readonly onLimit?: (requestsPerMinute: number) => void;
  /** Told of each request that had to be counted in this process alone. */
  readonly onRedisAway?: (error: unknown) => void;
}

export interface RateLimitAnswer {
  readonly allowed: boolean;
  /** Requests in a window. */
  readonly limit: number;
  readonly remaining: number;
  /** When the window ends and all requests are allowed again; whole seconds from now, at least 1. */
  readonly resetSeconds: number;
  readonly windowSeconds: number;
}

/**
 * Counts the current tenant's requests in windows of a minute, in Redis for all pods together. A window starts with its
 * first request.
 *
 * Without Redis each pod counts alone against the same limit: the API stays up, and a tenant gets at most the limit
 * times the number of pods.
 */
export class RateLimiter {
  private readonly limiters = new Map<number, { shared: RateLimiterRedis; alone: RateLimiterMemory }>();

  constructor(private readonly options: RateLimiterOptions) {}

  async consume(): Promise<RateLimitAnswer> {
    const key = tenantKey('ratelimit', 'requests');
    const { requestsPerMinute } = await currentLimits(this.options.registry);
    this.options.onLimit?.(requestsPerMinute);
    const { shared, alone } = this.limitersFor(requestsPerMinute);
    try {
      return answer(requestsPerMinute, await consumed(shared, key));
    } catch (error) {
      this.options.onRedisAway?.(error);
      return answer(requestsPerMinute, await consumed(alone, key));
    }
  }

  /** One pair for each limit that is in use: tiers and contracts have few different ones. All count on the same key. */
  private limitersFor(points: number) {
    const known = this.limiters.get(points);
    if (known) return known;
    const options = { points, duration: windowSeconds, keyPrefix: '' };
    const made = {
      shared: new RateLimiterRedis({
        ...options,
        storeClient: this.options.redis,
        rejectIfRedisNotReady: true,
        // Once a tenant has used up its window, a flood of refusals costs Redis nothing.
        inMemoryBlockOnConsumed: points,
      }),
      alone: new RateLimiterMemory(options),
    };
    this.limiters.set(points, made);
    return made;
  }
}

/** The library rejects with the same kind of answer when the limit is reached. */
async function consumed(limiter: RateLimiterRedis | RateLimiterMemory, key: string) {
  try {
    return { allowed: true, state: await limiter.consume(key) };
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return { allowed: false, state: refusal };
    throw refusal;
  }
}

function answer(
  limit: number,
  { allowed, state }: { allowed: boolean; state: RateLimiterRes },
): RateLimitAnswer {
  return {
    allowed,
    limit,
    remaining: state.remainingPoints,
    resetSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)),
    windowSeconds,
  };
}
