import type { Redis } from 'ioredis';
import { tenantKeyPrefix } from '../../redis/tenant-keys';
import type { ErasedTenant, TenantStore } from './tenant-store';

/** Looked at in one step: SCAN and XRANGE stop no other client of the server for long. */
const batch = 1000;

export interface RedisStoreOptions {
  /** Streams of Socket.io's adapter, which serve all tenants: each entry is an event for rooms. Default none. */
  readonly socketStreams?: readonly string[];
}

/** All keys of a tenant in one Redis, which begin with `tenant:<id>:`, and the events for its rooms. */
export class RedisStore implements TenantStore {
  private readonly socketStreams: readonly string[];

  constructor(
    private readonly redis: Redis,
    { socketStreams = [] }: RedisStoreOptions = {},
  ) {
    this.socketStreams = socketStreams;
  }

  async count(tenant: ErasedTenant): Promise<number> {
    const keys = new Set<string>();
    for await (const page of this.pages(tenant)) for (const key of page) keys.add(key);
    let events = 0;
    for (const stream of this.socketStreams) {
      for await (const page of this.events(stream, tenant)) events += page.length;
    }
    return keys.size + events;
  }

  async remove(tenant: ErasedTenant): Promise<void> {
    for await (const keys of this.pages(tenant)) {
      if (keys.length > 0) await this.redis.unlink(keys);
    }
    for (const stream of this.socketStreams) {
      for await (const ids of this.events(stream, tenant)) {
        if (ids.length > 0) await this.redis.xdel(stream, ...ids);
      }
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

  /** Ids of the entries that name a room of the tenant. */
  private async *events(stream: string, { id }: ErasedTenant): AsyncIterable<string[]> {
    for (let from = '-', more = true; more;) {
      const entries = await this.redis.xrange(stream, from, '+', 'COUNT', batch);
      yield entries.filter(([, fields]) => fields.some((text) => names(text, id))).map(([entry]) => entry);
      more = entries.length === batch;
      from = `(${entries.at(-1)?.[0]}`;
    }
  }
}

/** The adapter writes JSON, and what holds bytes as MessagePack in base64; rooms stand in both as they are. */
function names(text: string, tenantId: string): boolean {
  const room = `tenant:${tenantId}`;
  return text.includes(room) || Buffer.from(text, 'base64').includes(room);
}
