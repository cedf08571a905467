import { PrismaPg } from '@prisma/adapter-pg';
import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { Pool } from 'pg';
import { TenancyError } from '../context/tenancy-error';
import { type Isolation, isolationLevels } from './begin';
import type { OpenTransaction } from './open-transaction';
import { assertServesTenants } from './prisma-tenants';
import { checkStatement, loadStatementGuard } from './statement-guard';
import type { TenantDatabase } from './tenant-database';
import type { UnitOfWorkOptions } from './unit-of-work';
import type { WireResult, WireStatement } from './wire-batch';

/**
 * Prisma names the schema of every table, and takes it once for all queries. This stands for it, and is taken out again:
 * the tenant's schema is the only one that is searched.
 */
const schemaPlaceholder = 'schema of the current tenant';

/**
 * Lets a Prisma 7 client work on the current tenant's schema: each call is a unit of work, each `$transaction` one
 * transaction as the tenant's role. The client must be wrapped, else every call is refused:
 *
 * ```ts
 * const prisma = servingTenants(new PrismaClient({ adapter: new TenantPrismaAdapter(database) }));
 * await runAsTenant(tenant, async () => await prisma.note.findMany());
 * ```
 *
 * A Prisma call starts when it is awaited, so it is awaited inside of `runAsTenant`. `disconnect` leaves the database
 * open: who made it closes it.
 */
export class TenantPrismaAdapter implements SqlDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = 'tenant-prisma-adapter';

  constructor(
    private readonly database: TenantDatabase,
    private readonly options: UnitOfWorkOptions = {},
  ) {}

  async connect(): Promise<SqlDriverAdapter> {
    const { database, options, provider, adapterName } = this;
    await loadStatementGuard();
    const alone = await queryable((statement) => {
      assertServesTenants();
      checkStatement(statement.text);
      return database.run(statement, options);
    });
    return {
      ...alone,
      provider,
      adapterName,
      startTransaction: async (isolation) =>
        tenantTransaction(database.begin({ ...options, isolation: allowedIsolation(isolation) })),
      executeScript: () =>
        Promise.reject(
          new TenancyError('refused-statement', 'Scripts are refused: migrations run through tenant life.'),
        ),
      getConnectionInfo: () => ({ schemaName: schemaPlaceholder, supportsRelationJoins: true }),
      dispose: async () => {},
    };
  }
}

async function tenantTransaction(transaction: OpenTransaction): Promise<Transaction> {
  const inside = await queryable((statement) => {
    assertServesTenants(transaction.tenantId);
    checkStatement(statement.text);
    return transaction.run(statement);
  });
  const savepoint = (command: string) => async (name: string) => {
    // Prisma's own names; nothing else can be one.
    if (!/^\w+$/.test(name))
      throw new TenancyError('invalid-identifier', 'The name of a savepoint is malformed.');
    await transaction.run({ text: `${command} ${name}` });
  };
  return {
    ...inside,
    // Prisma then sends no COMMIT of its own, which could not be told from one in the application's SQL.
    options: { usePhantomQuery: true },
    commit: () => transaction.commit(),
    rollback: () => transaction.rollback(),
    createSavepoint: savepoint('SAVEPOINT'),
    rollbackToSavepoint: savepoint('ROLLBACK TO SAVEPOINT'),
    releaseSavepoint: savepoint('RELEASE SAVEPOINT'),
  };
}

/** Prisma's own adapter for `pg`, for how it reads and writes values and tells errors, over another way to run SQL. */
async function queryable(run: (statement: WireStatement) => Promise<WireResult>): Promise<SqlQueryable> {
  const adapter = await new PrismaPg(new PoolThatRuns(run)).connect();
  const unqualified = (query: SqlQuery): SqlQuery => ({
    ...query,
    sql: query.sql.replaceAll(`"${schemaPlaceholder}".`, ''),
  });
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query): Promise<SqlResultSet> => adapter.queryRaw(unqualified(query)),
    executeRaw: (query): Promise<number> => adapter.executeRaw(unqualified(query)),
  };
}

/** What the adapter takes for a pool; it opens no connection. */
class PoolThatRuns extends Pool {
  constructor(private readonly run: (statement: WireStatement) => Promise<WireResult>) {
    super();
  }

  override query(statement: unknown): never {
    return this.run(statement as WireStatement) as never;
  }

  override connect(): never {
    throw new Error('unreachable: transactions do not go through the pool');
  }
}

function allowedIsolation(level: IsolationLevel | undefined): Isolation | undefined {
  if (level === undefined) return undefined;
  const allowed = isolationLevels.find((candidate) => candidate === level);
  if (!allowed)
    throw new TenancyError('refused-statement', `Isolation levels are ${isolationLevels.join(', ')}.`);
  return allowed;
}
