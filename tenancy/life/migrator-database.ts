import { type Client, Pool, type PoolClient, type QueryResultRow } from 'pg';
import type { PlatformQueries, Rows, Statement, TenantTransaction } from '../database/unit-of-work';

export interface MigratorDatabaseOptions {
  /** Of the migrator's login, to PostgreSQL itself: a pooler in transaction mode loses locks and temporary tables. */
  readonly url: string;
  /** Default 4. */
  readonly maxConnections?: number;
}

/**
 * The application's database as its owner, the login that makes tenants' roles and schemas. It sees every tenant's
 * data, so no process that serves customers holds it.
 */
export class MigratorDatabase implements PlatformQueries {
  private readonly pool: Pool;

  constructor({ url, maxConnections = 4 }: MigratorDatabaseOptions) {
    this.pool = new Pool({
      connectionString: url,
      max: maxConnections,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      application_name: 'lifecycle',
    });
    // A connection that breaks while it is idle is replaced; whoever needs the server next is told.
    this.pool.on('error', () => undefined);
  }

  query<Row extends QueryResultRow>(statement: Statement): Promise<Rows<Row>> {
    return this.session((client) => runStatement<Row>(client, statement));
  }

  transaction<Result>(work: (transaction: TenantTransaction) => Promise<Result>): Promise<Result> {
    return this.session((client) =>
      inTransaction(client, () => work({ query: (statement) => runStatement(client, statement) })),
    );
  }

  /** A connection for `work` alone, for what PlatformQueries cannot do: COPY, and several commands in one text. */
  async session<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    // Without a listener, a connection that breaks between two statements would end the process.
    const ignore = (): void => undefined;
    client.on('error', ignore);
    let broken = true;
    try {
      const result = await work(client);
      broken = false;
      return result;
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  }

  /**
   * One transaction that no other of the same `subject` runs beside: a runner that takes over from a dead one may find
   * the dead one's last statement still running in the server.
   */
  exclusively<Result>(subject: string, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    return this.session((client) =>
      inTransaction(client, async () => {
        await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [exclusiveLockClass, subject]);
        return work(client);
      }),
    );
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** Any number, the same in every process, that no other use of advisory locks in this database has. */
const exclusiveLockClass = 7_241_504;

/** Commits when `work` resolves, rolls back when it rejects. */
export async function inTransaction<Result>(
  client: PoolClient | Client,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query('BEGIN');
  try {
    const result = await work();
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT')
      throw new Error('The transaction was rolled back: the error of a statement was swallowed.');
    return result;
  } catch (error) {
    // A connection that is gone has rolled back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function runStatement<Row extends QueryResultRow>(
  client: PoolClient,
  { text, values, name }: Statement,
): Promise<Rows<Row>> {
  const { rows, rowCount } = await client.query<Row>({ text, name, values: values && [...values] });
  return { rows, rowCount: rowCount ?? 0 };
}
