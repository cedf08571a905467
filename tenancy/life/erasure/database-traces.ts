import { escapeIdentifier, type PoolClient } from 'pg';
import type { TableDigest } from '../bundle/manifest';
import { platformTables, type PlatformTable, tableExists } from '../bundle/platform-rows';
import { tableDigests } from '../bundle/table-rows';
import type { MigratorDatabase } from '../migrator-database';
import { otherSchemasPattern } from '../restore/schema-names';

/** What the database has of a tenant. */
export interface DatabaseTraces {
  /** Tables of its schema; null: there is no such schema. */
  readonly tables: readonly TableDigest[] | null;
  /** Schemas that restores left behind. */
  readonly otherSchemas: readonly string[];
  readonly hasRole: boolean;
  /** Rows in the schema `public`, by table. */
  readonly rows: Readonly<Partial<Record<PlatformTable, number>>>;
}

export interface TracedTenant {
  readonly id: string;
  /** Name of its schema and, alike, of its role. */
  readonly schema: string;
}

export async function databaseTraces(
  database: MigratorDatabase,
  { id, schema }: TracedTenant,
): Promise<DatabaseTraces> {
  const found = await database.session(async (client) => ({
    schemas: await schemasOf(client, schema),
    hasRole: (await client.query('SELECT FROM pg_roles WHERE rolname = $1', [schema])).rowCount === 1,
    rows: await platformRowCounts(client, id),
  }));
  const isThere = found.schemas.includes(schema);
  return {
    tables: isThere ? await tableDigests(database, schema) : null,
    otherSchemas: found.schemas.filter((name) => name !== schema),
    hasRole: found.hasRole,
    rows: found.rows,
  };
}

/** The tenant's own schema and those that restores left behind, as far as they are there. */
export async function schemasOf(client: PoolClient, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT nspname AS name FROM pg_namespace WHERE nspname = $1 OR nspname LIKE $2 ORDER BY nspname',
    [schema, otherSchemasPattern(schema)],
  );
  return rows.map(({ name }) => name);
}

async function platformRowCounts(client: PoolClient, tenantId: string): Promise<DatabaseTraces['rows']> {
  const counts: Partial<Record<PlatformTable, number>> = {};
  for (const table of Object.keys(platformTables) as PlatformTable[]) {
    if (!(await tableExists(client, table))) continue;
    const key = table === 'tenants' ? 'id' : 'tenant_id';
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM public.${escapeIdentifier(table)} WHERE ${key} = $1`,
      [tenantId],
    );
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}
