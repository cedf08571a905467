import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { Queue } from 'bullmq';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { ValkeyServer } from '../../../../servers/valkey/valkey-server';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { FileStore } from '../../../../tenancy/life/erasure/file-store';
import { LokiStore } from '../../../../tenancy/life/erasure/loki-store';
import { QueueStore } from '../../../../tenancy/life/erasure/queue-store';
import { RedisStore } from '../../../../tenancy/life/erasure/redis-store';
import { FolderStorage } from '../../../../tenancy/life/storage/folder-storage';
import { queuePrefix } from '../../../../tenancy/queue/queue-connection';
import { tenantEmitter } from '../../../../tenancy/sockets/tenant-emitter';
import { RecordingLoki } from '../../../tenancy/life-data/recording-loki';
import { DataPlatform, noStores, retention } from '../export/data-platform';

/** Where the servers of sockets meet. */
const socketStream = 'socket.io';

/** A platform whose tenants have rows, keys in two Redis, events of sockets, jobs, files and log lines. */
export class ErasePlatform {
  private constructor(
    readonly data: DataPlatform,
    readonly loki: RecordingLoki,
    readonly files: FolderStorage,
    readonly redis: Redis,
    readonly volatileRedis: Redis,
    readonly queue: Queue,
    private readonly servers: readonly ValkeyServer[],
  ) {}

  static async start(): Promise<ErasePlatform> {
    const servers = [await ValkeyServer.start(), await ValkeyServer.start()];
    const [redis, volatileRedis] = servers.map(({ url }) => new Redis(url)) as [Redis, Redis];
    const queue = new Queue('agent-run', { connection: redis, prefix: queuePrefix });
    const loki = await RecordingLoki.start();
    const data = await DataPlatform.start([]);
    const files = new FolderStorage(join(data.folder, 'files'));
    Object.assign(data.options, {
      files,
      stores: {
        workflows: noStores.workflows,
        queue: new QueueStore([queue]),
        redis: new RedisStore(redis, { socketStreams: [socketStream] }),
        volatileRedis: new RedisStore(volatileRedis),
        files: new FileStore(files),
        logs: new LokiStore({
          url: loki.url,
          query: ({ id }) => `{namespace="app"} | tenant="${id}"`,
          retentionDays: retention.logExpireAfterDays,
        }),
      },
    });
    return new ErasePlatform(data, loki, files, redis, volatileRedis, queue, servers);
  }

  /** Its operations, with all the stores. */
  get life(): ReturnType<DataPlatform['lifeWith']> {
    return this.data.lifeWith({});
  }

  async tenant(slug: string): Promise<TenantContext> {
    const tenant = await this.data.tenantWithRows(slug);
    const keys = Array.from({ length: 1200 }, (_, number) => `tenant:${tenant.id}:cache:${number}`);
    await this.redis.mset(Object.fromEntries(keys.map((key) => [key, 'x'])));
    await this.tellSockets(tenant);
    await this.volatileRedis.set(`tenant:${tenant.id}:ratelimit:requests`, '1');
    const [{ id: taskId } = {}] = await this.data.as(
      slug,
      `SELECT id FROM tasks WHERE state = 'accepted' LIMIT 1`,
    );
    await this.queue.add('agent-run', { tenant, taskId }, { jobId: String(taskId), priority: 3 });
    await this.files.write(`${tenant.id}/uploads/report.pdf`, Readable.from([Buffer.from(slug)]));
    await this.data.platform.database.query({
      text: `INSERT INTO public.usage_hours (hour, tenant_id, metric, quantity) VALUES (date_trunc('hour', now(), 'UTC'), $1, 'tasks', 7)`,
      values: [tenant.id],
    });
    return tenant;
  }

  /** How many events for the tenant's sockets are kept, whatever form they have. */
  async eventsFor({ id }: TenantContext): Promise<number> {
    const entries = await this.redis.xrange(socketStream, '-', '+');
    const texts = entries.map(([, fields]) =>
      fields.flatMap((text) => [text, Buffer.from(text, 'base64').toString('latin1')]),
    );
    return texts.filter((forms) => forms.some((text) => text.includes(id))).length;
  }

  /** Two events, one with bytes, from a process without sockets, as a worker sends them. */
  private async tellSockets(tenant: TenantContext): Promise<void> {
    const client = this.redis.duplicate();
    const server = new Server({
      adapter: createAdapter(client, { streamName: socketStream, blockTimeInMs: 50 }),
    });
    runAsTenant(tenant, () => {
      tenantEmitter(server).emit('task', { id: 1 });
      tenantEmitter(server)
        .to('agent')
        .emit('bytes', Buffer.from([0, 255]));
    });
    while ((await this.eventsFor(tenant)) < 2) await sleep(10);
    await server.of('/').adapter.close();
    client.disconnect();
  }

  perform(kind: string, slug: string, input: object = {}): ReturnType<DataPlatform['perform']> {
    return this.data.perform(kind, slug, input, this.life);
  }

  /** Exported, and erased at once. */
  async erase(slug: string): ReturnType<DataPlatform['perform']> {
    await this.perform('export', slug);
    return this.perform('erase', slug, { now: { reason: 'the customer asked for it' } });
  }

  async stop(): Promise<void> {
    await this.queue.close();
    this.redis.disconnect();
    this.volatileRedis.disconnect();
    await this.loki.stop();
    await this.data.stop();
    for (const server of this.servers) await server.stop();
  }
}
