import type { Redis } from 'ioredis';
import { tenantKey } from '../redis/tenant-keys';
import { LimitReached } from './limit-reached';
import { ProviderBusy } from './provider-busy';
import { admitScript, busyScript } from './provider-backoff-scripts';

export interface ProviderBackoffOptions {
  /** A client that fails fast, as `connectRedis` makes it. */
  readonly redis: Redis;
  /** The first wait; each further failure doubles it. Default 1. */
  readonly baseSeconds?: number;
  /** Longest wait of our own. Default 300. */
  readonly capSeconds?: number;
  /** Longest wait that a provider may ask for. Default 3600. */
  readonly retryAfterCapSeconds?: number;
  /** How long one call may take to find out whether the provider is back, while the others still wait. Default 30. */
  readonly probeSeconds?: number;
  /** 0 up to 1, for the jitter. Default `Math.random`. */
  readonly random?: () => number;
  readonly onRedisAway?: (error: unknown) => void;
}

/**
 * Leaves a provider alone for a while after it was busy: for the current tenant, whose key it is, in all pods; other
 * tenants notice nothing. The wait is what the provider asked for, or doubles with every failure, with jitter. After it
 * one call tries, and the others follow when that one succeeds.
 *
 * Without Redis calls go out: the provider refuses by itself.
 */
export class ProviderBackoff {
  constructor(private readonly options: ProviderBackoffOptions) {}

  /**
   * Runs `call`, unless the provider is to be left alone: then rejects with `LimitReached`, without calling. `call`
   * rejects with `ProviderBusy` when the provider is busy.
   */
  async run<Result>(provider: string, call: () => Promise<Result>): Promise<Result> {
    const key = tenantKey('backoff', provider);
    const isProbe = await this.admit(key, provider);
    try {
      const result = await call();
      if (isProbe) await this.forget(key);
      return result;
    } catch (error) {
      if (error instanceof ProviderBusy) await this.remember(key, error.retryAfterSeconds);
      throw error;
    }
  }

  /** Whether this is the call that tries whether the provider is back. */
  private async admit(key: string, provider: string): Promise<boolean> {
    const { redis, probeSeconds = 30 } = this.options;
    const answer = await this.unlessAway(() => redis.eval(admitScript, 1, key, probeSeconds * 1000), [1, 0]);
    const [isAdmitted, detail] = Array.isArray(answer) ? answer.map(Number) : [];
    if (isAdmitted) return detail === 1;
    throw new LimitReached(`The provider ${provider} is busy; the tenant's calls to it wait.`, {
      limit: 'provider-backoff',
      retryAfterSeconds: (detail ?? 1000) / 1000,
    });
  }

  private async remember(key: string, retryAfterSeconds: number | undefined): Promise<void> {
    const { redis, baseSeconds = 1, capSeconds = 300, retryAfterCapSeconds = 3600 } = this.options;
    const { random = Math.random } = this.options;
    const asked = Math.min(retryAfterSeconds ?? 0, retryAfterCapSeconds);
    const inMs = [baseSeconds, capSeconds, asked].map((seconds) => Math.ceil(seconds * 1000));
    await this.unlessAway(() => redis.eval(busyScript, 1, key, ...inMs, random()), undefined);
  }

  private async forget(key: string): Promise<void> {
    await this.unlessAway(() => this.options.redis.del(key), undefined);
  }

  private async unlessAway<Answer>(ask: () => Promise<Answer>, otherwise: Answer | undefined) {
    try {
      return await ask();
    } catch (error) {
      this.options.onRedisAway?.(error);
      return otherwise;
    }
  }
}
