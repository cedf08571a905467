import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import type { ClientSettings } from './rendered-pooler';

export interface LoadOptions {
  readonly clients: number;
  /** After which a client replaces its connection; null: never. */
  readonly lifetimeSeconds: number | null;
}

/** Clients that run one transaction after another until they are stopped, as pods of the application do. */
export class ConstantLoad {
  readonly failures: string[] = [];
  transactions = 0;
  private readonly pool: Pool;
  private readonly clients: Promise<void>[];
  private stopped: Promise<void> | undefined;

  constructor(settings: ClientSettings, { clients, lifetimeSeconds }: LoadOptions) {
    this.pool = new Pool({
      ...settings,
      max: clients,
      ...(lifetimeSeconds && { maxLifetimeSeconds: lifetimeSeconds }),
      connectionTimeoutMillis: 10_000,
    });
    // A connection that breaks while nobody uses it costs no query.
    this.pool.on('error', () => undefined);
    this.clients = Array.from({ length: clients }, () => this.work());
  }

  /** Resolves when so many more transactions are done. */
  async further(transactions: number): Promise<void> {
    const wanted = this.transactions + transactions;
    for (const end = Date.now() + 30_000; this.transactions < wanted; await sleep(20)) {
      if (Date.now() > end) throw new Error(`no progress: ${this.failures.slice(0, 3).join('; ')}`);
    }
  }

  stop(): Promise<void> {
    this.stopped ??= Promise.all(this.clients).then(() => this.pool.end());
    return this.stopped;
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      try {
        const client = await this.pool.connect();
        // Without a listener, a connection that breaks between two statements would end the process.
        const ignore = (): void => undefined;
        client.on('error', ignore);
        let broken = true;
        try {
          await client.query('BEGIN');
          const { rows } = await client.query('SELECT session_user AS name');
          await client.query('COMMIT');
          if (!rows[0]) throw new Error('no row');
          broken = false;
        } finally {
          client.off('error', ignore);
          client.release(broken);
        }
        this.transactions++;
      } catch (error) {
        this.failures.push((error as Error).message);
        await sleep(20);
      }
      await sleep(5);
    }
  }
}
