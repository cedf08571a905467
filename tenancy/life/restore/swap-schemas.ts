import { escapeIdentifier, type PoolClient } from 'pg';
import { appliedMigrations } from '../migrate-schema';
import type { MigratorDatabase } from '../migrator-database';
import { withLockPatience } from './lock-patience';
import { rebuildOutbox } from './unfinished-tasks';

export interface Swap {
  readonly tenantId: string;
  readonly operationId: string;
  /** The tenant's own schema; it need not be there. */
  readonly live: string;
  /** What takes its place. */
  readonly incoming: string;
  /** What the schema that was live is called afterwards. */
  readonly retired: string;
  readonly retainDays: number;
}

/**
 * Puts one schema in the place of another, in one transaction: what is under way on the old one ends there, what waits
 * goes on in the new one, and no transaction sees both. Answers how many unfinished tasks wait afterwards. Doing it
 * again changes nothing.
 */
export const swapSchemas = (database: MigratorDatabase, swap: Swap, signal: AbortSignal): Promise<number> =>
  withLockPatience(database, { tenantId: swap.tenantId, what: 'swap its schema', signal }, (client) =>
    swapOnce(client, swap),
  );

async function swapOnce(client: PoolClient, swap: Swap): Promise<number> {
  const { tenantId, operationId, live, incoming, retired, retainDays } = swap;
  if (await schemaExists(client, incoming)) {
    if (await schemaExists(client, live)) {
      await lockTables(client, live);
      await client.query(`ALTER SCHEMA ${escapeIdentifier(live)} RENAME TO ${escapeIdentifier(retired)}`);
      await client.query(
        `INSERT INTO public.retained_schemas (schema_name, tenant_id, operation_id, drop_after)
         VALUES ($1, $2, $3, now() + make_interval(days => $4))`,
        [retired, tenantId, operationId, retainDays],
      );
    }
    await client.query(`ALTER SCHEMA ${escapeIdentifier(incoming)} RENAME TO ${escapeIdentifier(live)}`);
    await client.query('DELETE FROM public.retained_schemas WHERE schema_name = $1', [incoming]);
    await client.query('UPDATE public.tenants SET schema_version = $2 WHERE id = $1', [
      tenantId,
      (await appliedMigrations(client, live)).length,
    ]);
    return rebuildOutbox(client, tenantId, live);
  }
  const { rows } = await client.query<{ waiting: number }>(
    'SELECT count(*)::integer AS waiting FROM public.outbox WHERE tenant_id = $1',
    [tenantId],
  );
  return rows[0]?.waiting ?? 0;
}

/** Waits for transactions that have used any table, and holds up those to come until the swap is committed. */
async function lockTables(client: PoolClient, schema: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 ORDER BY tablename COLLATE "C"`,
    [schema],
  );
  if (rows.length === 0) return;
  const tables = rows.map(({ name }) => `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`);
  await client.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`);
}

export async function schemaExists(client: PoolClient, schema: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  return rowCount === 1;
}
