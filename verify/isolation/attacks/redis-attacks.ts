import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import type { TenantKeyKind } from '../../../tenancy/redis/tenant-keys';
import { type AttackKind, outcomeOf } from '../attack';

export interface RedisWorld {
  readonly redis: Redis;
  /** How the application names a key of the current tenant. Each tenant has one at `cache`, `secret`. */
  readonly keyOf: (kind: TenantKeyKind, ...parts: readonly string[]) => string;
}

const keys: AttackKind<RedisWorld> = {
  name: 'redis keys',
  weight: 6,
  attacks: ({ redis, keyOf }, pair) =>
    fc
      .array(
        fc.constantFrom(
          'secret',
          '..',
          '*',
          '',
          ':',
          `tenant:${pair.victim.id}:cache:secret`,
          `:${pair.victim.id}`,
          `secret\r\nGET tenant:${pair.victim.id}:cache:secret`,
          `secret:../../tenant:${pair.victim.id}:cache`,
        ),
        { minLength: 0, maxLength: 3 },
      )
      .map((parts) => ({
        ...pair,
        description: `redis keys: ${JSON.stringify(parts)}`,
        run: () =>
          outcomeOf(async () => {
            const key = runAsTenant(pair.actor, () => keyOf('cache', ...parts));
            return [await redis.get(key), await redis.keys(`${key}*`)];
          }),
      })),
};

export const redisAttacks: readonly AttackKind<RedisWorld>[] = [keys];
