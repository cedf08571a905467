import type { QueryResultRow } from 'pg';
import { currentTenant } from '../context/current-tenant';
import { beginStatement, type Isolation } from './begin';
import { answerOf, Connections } from './connections';
import { OpenTransaction } from './open-transaction';
import { checkStatement, isStatementGuardLoaded, loadStatementGuard } from './statement-guard';
import { tenantPreamble } from './tenant-preamble';
import type {
  PlatformQueries,
  Rows,
  Statement,
  TenantTransaction,
  UnitOfWorkOptions,
  UnitsOfWork,
} from './unit-of-work';
import type { WireResult, WireStatement } from './wire-batch';

export interface TenantDatabaseOptions {
  /** `postgresql://…` of the application's login, through PgBouncer in transaction mode or directly. */
  readonly primaryUrl: string;
  /** A replica for read-only units of work. Default: none, the primary takes them. */
  readonly readerUrl?: string;
  /** Connections that this process keeps to each of the two. Default 10. */
  readonly maxConnections?: number;
  /** PEM of the authority that vouches for the servers. Default: what the URLs say. */
  readonly certificate?: string;
  /**
   * Whether a statement's `name` prepares it on the server. Through PgBouncer it takes 1.21 or newer with
   * `max_prepared_statements`. Default false: names are ignored.
   */
  readonly serverPreparedStatements?: boolean;
}

/** The application's database, on behalf of the current tenant. */
export class TenantDatabase implements UnitsOfWork {
  /** Tables of `public`, as the application's login without any tenant's role. */
  readonly platform: PlatformQueries;
  private readonly primary: Connections;
  private readonly reader: Connections;

  constructor({ primaryUrl, readerUrl, maxConnections = 10, ...rest }: TenantDatabaseOptions) {
    this.primary = new Connections({ url: primaryUrl, maxConnections, ...rest });
    this.reader = readerUrl ? new Connections({ url: readerUrl, maxConnections, ...rest }) : this.primary;
    this.platform = {
      query: (statement) => this.runAlone(this.primary, [], statement),
      transaction: (work) => inTransaction(new OpenTransaction(this.primary, [beginStatement({})]), work),
    };
  }

  query<Row extends QueryResultRow>(statement: Statement, options?: UnitOfWorkOptions): Promise<Rows<Row>> {
    return this.run<Row>(statement, options);
  }

  async transaction<Result>(
    work: (transaction: TenantTransaction) => Promise<Result>,
    options?: UnitOfWorkOptions,
  ): Promise<Result> {
    return inTransaction(this.begin(options), work);
  }

  /** Whether the primary answers a statement that reads, on whichever connection. Never fails. */
  async answers(statement: Statement, milliseconds: number): Promise<boolean> {
    await loadStatementGuard();
    checkStatement(statement.text);
    return this.primary.answers(statement, milliseconds);
  }

  async close(): Promise<void> {
    await this.primary.close();
    if (this.reader !== this.primary) await this.reader.close();
  }

  /** As `query`, for adapters of other libraries: with the columns, and rows as they want them. */
  async run<Row>(
    statement: WireStatement,
    { readOnly = false }: UnitOfWorkOptions = {},
  ): Promise<WireResult<Row>> {
    const preamble = tenantPreamble(currentTenant(), { readOnly });
    return this.runAlone(readOnly ? this.reader : this.primary, [preamble], statement);
  }

  /** As `transaction`, for adapters whose library says when it ends. Whoever begins it commits it or rolls it back. */
  begin(options: UnitOfWorkOptions & { readonly isolation?: Isolation } = {}): OpenTransaction {
    const tenant = currentTenant();
    const opening = [beginStatement(options), tenantPreamble(tenant)];
    return new OpenTransaction(options.readOnly ? this.reader : this.primary, opening, tenant.id);
  }

  private async runAlone<Row>(
    connections: Connections,
    preamble: readonly WireStatement[],
    statement: Statement,
  ): Promise<WireResult<Row>> {
    if (!isStatementGuardLoaded()) await loadStatementGuard();
    checkStatement(statement.text);
    const answer = answerOf(await connections.run([...preamble, statement]), preamble.length);
    if (answer instanceof Error) throw answer;
    return answer as WireResult<Row>;
  }
}

async function inTransaction<Result>(
  transaction: OpenTransaction,
  work: (transaction: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  await loadStatementGuard();
  let result: Result;
  try {
    result = await work(transaction);
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
  await transaction.commit();
  return result;
}
