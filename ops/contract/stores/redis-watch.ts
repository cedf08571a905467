import { readFileSync } from 'node:fs';
import Redis from 'ioredis';
import type { ValkeyServer } from '../../../servers/valkey/valkey-server';

const ownName = 'platform-contract';

/** What a connection of somebody else did last. */
export interface RedisClient {
  /** `NULL` for a connection that has sent nothing. */
  readonly command: string;
}

/** Sees, from the server's side, who comes to Valkey and which keys they write. */
export class RedisWatch {
  /** Every key that was written since the start. */
  readonly keys = new Set<string>();
  private connections: readonly [commands: Redis, events: Redis] | undefined;

  constructor(private readonly valkey: ValkeyServer) {}

  async start(): Promise<void> {
    const [commands, events] = [this.connect(), this.connect()];
    this.connections = [commands, events];
    await commands.config('SET', 'notify-keyspace-events', 'KA');
    const prefix = '__keyspace@0__:';
    events.on('pmessage', (_pattern: string, channel: string) => this.keys.add(channel.slice(prefix.length)));
    await events.psubscribe(`${prefix}*`);
  }

  stop(): void {
    for (const connection of this.connections ?? []) connection.disconnect();
    this.connections = undefined;
  }

  /** A connection of the check's own, which `clients` leaves out. */
  connect(): Redis {
    const connection = new Redis(this.valkey.url, {
      connectionName: ownName,
      tls: { ca: readFileSync(this.valkey.certificateFile, 'utf8') },
      maxRetriesPerRequest: null,
    });
    connection.on('error', () => undefined);
    return connection;
  }

  async clients(): Promise<RedisClient[]> {
    const list = (await this.commands.client('LIST')) as string;
    return list
      .trim()
      .split('\n')
      .map((line) => Object.fromEntries(line.split(' ').map((part) => part.split('=', 2))))
      .filter(({ name }) => name !== ownName)
      .map(({ cmd }) => ({ command: cmd ?? 'NULL' }));
  }

  /** Commands that were refused for want of a password, or with a wrong one. */
  async refused(): Promise<number> {
    const statistics = await this.commands.info('errorstats');
    const counts = statistics.matchAll(/^errorstat_(?:NOAUTH|WRONGPASS):count=(\d+)/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** Connections that have subscribed to a channel. */
  async subscribers(channel: string): Promise<number> {
    const [, count] = (await this.commands.pubsub('NUMSUB', channel)) as [string, number];
    return count;
  }

  /** Connections that did not speak TLS. */
  plainAttempts(): number {
    return this.handshakeErrors(/wrong version number|http request|unsupported protocol/);
  }

  /** Connections that ended because the client does not trust the certificate. */
  distrustful(): number {
    return this.handshakeErrors(/alert (?:unknown ca|bad certificate|certificate unknown)/);
  }

  /** Names of the streams among the keys, without those of queues. */
  async streams(): Promise<string[]> {
    const names = [...this.keys].filter((key) => !key.includes(':'));
    const types = await Promise.all(names.map((name) => this.commands.type(name)));
    return names.filter((_, index) => types[index] === 'stream');
  }

  private handshakeErrors(kind: RegExp): number {
    const errors = this.valkey.log().match(/Error accepting a client connection: error:.*/g) ?? [];
    return errors.filter((error) => kind.test(error)).length;
  }

  private get commands(): Redis {
    if (!this.connections) throw new Error('The watch of Valkey has not been started.');
    return this.connections[0];
  }
}
