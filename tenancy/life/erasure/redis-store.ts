import type { Redis } from 'ioredis';
import { tenantKeyPrefix } from '../../redis/tenant-keys';
import type { ErasedTenant, TenantStore } from './tenant-store';

/** Keys looked at in one step: SCAN stops no other client of the server for long. */
const batch = 1000;

/** All keys of a tenant in one Redis, which begin with `tenant:<id>:`. */
export class RedisStore implements TenantStore {
  constructor(private readonly redis: Redis) {}

  async count(tenant: ErasedTenant): Promise<number> {
    const keys = new Set<string>();
    for await (const page of this.pages(tenant)) for (const key of page) keys.add(key);
    return keys.size;
  }

  async remove(tenant: ErasedTenant): Promise<void> {
    for await (const keys of this.pages(tenant)) {
      if (keys.length > 0) await this.redis.unlink(keys);
    }
  }

  private async *pages({ id }: ErasedTenant): AsyncIterable<string[]> {
    let cursor = '0';
    do {
      const [next, keys] = await this.redis.scan(cursor, 'MATCH', `${tenantKeyPrefix(id)}*`, 'COUNT', batch);
      yield keys;
      cursor = next;
    } while (cursor !== '0');
  }
}
