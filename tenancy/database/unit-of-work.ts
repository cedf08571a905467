import type { QueryResultRow } from 'pg';

export interface Rows<Row> {
  readonly rows: readonly Row[];
  /** Rows that the statement touched. */
  readonly rowCount: number;
}

/** A statement with bind parameters. A `name` makes it a server-side prepared statement. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly name?: string;
}

/** A transaction as one tenant's role. It ends with its unit of work and is useless afterwards. */
export interface TenantTransaction {
  query<Row extends QueryResultRow>(statement: Statement): Promise<Rows<Row>>;
}

export interface UnitOfWorkOptions {
  /** Runs READ ONLY, on the replica when there is one. Default false. */
  readonly readOnly?: boolean;
}

/**
 * Work on the current tenant's schema. Everything is one transaction as the tenant's role; without a current tenant it
 * throws `no-tenant` before anything is sent.
 */
export interface UnitsOfWork {
  /** One statement as a transaction of its own. */
  query<Row extends QueryResultRow>(statement: Statement, options?: UnitOfWorkOptions): Promise<Rows<Row>>;
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<Result>(
    work: (transaction: TenantTransaction) => Promise<Result>,
    options?: UnitOfWorkOptions,
  ): Promise<Result>;
}

/**
 * The application's own tables in `public` (registry, outbox, usage), as its login without any tenant's role. It sees
 * no tenant's table.
 */
export interface PlatformQueries {
  query<Row extends QueryResultRow>(statement: Statement): Promise<Rows<Row>>;
  transaction<Result>(work: (transaction: TenantTransaction) => Promise<Result>): Promise<Result>;
}
