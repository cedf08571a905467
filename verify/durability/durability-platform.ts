import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { ValkeyServer } from '../../servers/valkey/valkey-server';
import { tenancyMigrations } from '../../tenancy/schema/tenant-migrations';
import { TenantPlatform } from '../../test/servers/tenancy/support/tenant-platform';
import { TcpProxy } from '../../servers/tcp-proxy';

export const slugs = ['acme', 'globex', 'initech', 'umbrella'];

/** One row for each time that a task had an effect: nothing but the library keeps a second one out. */
const effectsMigration = {
  id: 'effects-1-table',
  phase: 'expand',
  sql: 'CREATE TABLE effects (task_id uuid NOT NULL)',
} as const;

/** PostgreSQL that keeps its commits through a crash, PgBouncer, and a cache whose address can fail over. */
export class DurabilityPlatform {
  private constructor(
    readonly platform: TenantPlatform,
    private valkey: ValkeyServer,
    private readonly proxy: TcpProxy,
  ) {}

  static async start(): Promise<DurabilityPlatform> {
    const platform = await TenantPlatform.start({
      tenants: slugs,
      migrations: [...tenancyMigrations, effectsMigration],
      postgres: { durable: true },
    });
    const valkey = await ValkeyServer.start();
    return new DurabilityPlatform(platform, valkey, await TcpProxy.start(valkey.port));
  }

  get redisUrl(): string {
    return `redis://127.0.0.1:${this.proxy.port}`;
  }

  async emptyCache(): Promise<void> {
    await this.valkey.kill();
    await sleep(500);
    await this.valkey.revive();
    // One that was a replica comes back as one.
    await withRedis(this.valkey.url, (redis) => redis.replicaof('NO', 'ONE'));
  }

  /** A copy of the cache that follows it, for a fail-over. */
  async startReplica(): Promise<ValkeyServer> {
    const replica = await ValkeyServer.start({ replicaOf: this.valkey });
    await withRedis(replica.url, async (redis) => {
      while (!(await redis.info('replication')).includes('master_link_status:up')) await sleep(50);
    });
    return replica;
  }

  /** Fails over to a replica that has nothing of the primary's last second. */
  async failOverCache(replica: ValkeyServer): Promise<void> {
    await withRedis(replica.url, (redis) => redis.replicaof('NO', 'ONE'));
    await sleep(1000);
    await this.valkey.kill();
    this.proxy.target = replica.port;
    this.proxy.breakConnections();
    await this.valkey.stop();
    this.valkey = replica;
  }

  async crashDatabase(): Promise<void> {
    const { postgres } = this.platform;
    // Recovery writes all files through to the disk, which may outlast the start's own patience.
    let starting = await postgres.restart('SIGQUIT').catch((error: Error) => error);
    for (const deadline = Date.now() + 60_000; starting; await sleep(200)) {
      starting = await postgres.asSuperuser('SELECT 1').then(
        () => undefined,
        (error: Error) => error,
      );
      if (starting && Date.now() > deadline) throw starting;
    }
  }

  /** What was not finished and is in the queue is forgotten by the database, as without an outbox. */
  async forgetOutbox(): Promise<void> {
    await this.platform.database.query({ text: 'DELETE FROM public.outbox WHERE queued_at IS NOT NULL' });
  }

  /** Effects of each task that had any. */
  async effects(): Promise<ReadonlyMap<string, number>> {
    const effects = new Map<string, number>();
    for (const slug of slugs) {
      const { rows } = await this.platform.database.query<{ task_id: string; effects: number }>({
        text: `SELECT task_id, count(*)::integer AS effects FROM tenant_${slug}.effects GROUP BY task_id`,
      });
      for (const row of rows) effects.set(row.task_id, row.effects);
    }
    return effects;
  }

  async unfinishedTasks(): Promise<number> {
    const { rows } = await this.platform.database.query<{ tasks: number }>({
      text: 'SELECT count(*)::integer AS tasks FROM public.outbox',
    });
    return rows[0]?.tasks ?? 0;
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    await this.valkey.stop();
    await this.platform.stop();
  }
}

async function withRedis<Result>(url: string, work: (redis: Redis) => Promise<Result>): Promise<Result> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
