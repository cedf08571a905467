import { type PoolClient, type QueryResultRow, Pool } from 'pg';
import { currentTenant, hasTenant } from '../../../tenancy/context/current-tenant';
import { tenantSchemaName } from '../../../tenancy/database/identifiers';
import type { Rows, Statement, TenantTransaction, UnitsOfWork } from '../../../tenancy/database/unit-of-work';

/** Nothing here refuses `SELECT pg_advisory_lock(1)`: the second session that sends it would wait for ever. */
const patienceMs = 5_000;

/** A database layer as it is often written. Each of its faults must be found by the attacks. */
abstract class FaultyDatabase implements UnitsOfWork {
  private readonly pool: Pool;

  constructor(url: string) {
    this.pool = new Pool({ connectionString: url, max: 10, query_timeout: patienceMs });
    this.pool.on('error', () => {});
    this.pool.on('connect', (client) => client.on('error', () => {}));
  }

  protected abstract enter(client: PoolClient): Promise<unknown>;

  query<Row extends QueryResultRow>(statement: Statement): Promise<Rows<Row>> {
    return this.transaction((transaction) => transaction.query<Row>(statement));
  }

  async transaction<Result>(work: (transaction: TenantTransaction) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let isStuck = false;
    const transaction: TenantTransaction = {
      async query<Row extends QueryResultRow>({ text, values }: Statement): Promise<Rows<Row>> {
        const { rows, rowCount } = await client
          .query<Row>(text, values ? [...values] : undefined)
          .catch((error: Error) => {
            isStuck ||= !('severity' in error);
            throw error;
          });
        return { rows, rowCount: rowCount ?? 0 };
      },
    };
    try {
      if (hasTenant()) await this.enter(client);
      return await work(transaction);
    } finally {
      client.release(isStuck);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** Sets role and schema for the session: through a pooler in transaction mode, that is some later client's session. */
export class SessionSettingDatabase extends FaultyDatabase {
  protected async enter(client: PoolClient): Promise<void> {
    const name = tenantSchemaName(currentTenant().slug);
    await client.query(`SET ROLE ${name}`);
    await client.query(`SET search_path TO ${name}`);
  }
}

/** Sets the schema and no role, as a login that may read every schema. */
export class RolelessDatabase extends FaultyDatabase {
  protected enter(client: PoolClient): Promise<unknown> {
    return client.query(`SET search_path TO ${tenantSchemaName(currentTenant().slug)}`);
  }
}
