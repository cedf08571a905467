import type { ClientBase } from 'pg';
import { escapeIdentifier } from 'pg';

/**
 * Tables of the schema `public` that have rows of a tenant (a column `tenant_id`, or `id` in the registry): what an
 * export takes along and what an erasure does with them. A test compares this list with the database.
 */
export const platformTables = {
  tenants: { atErasure: 'anonymised', because: 'The id stays refused, and the audit can refer to it.' },
  tenant_operations: {
    atErasure: 'anonymised',
    because: 'Who asked for what and when is the audit; inputs and errors are emptied.',
  },
  tenant_data_keys: {
    atErasure: 'removed',
    because: 'Without it no copy of a credential can be read again.',
  },
  outbox: { atErasure: 'removed', because: 'It holds ids of unfinished tasks.' },
  retained_schemas: { atErasure: 'removed', because: 'The schemas are removed too.' },
  usage_hours: {
    atErasure: 'kept',
    because: 'Invoices rest on it, which the law wants kept. It holds amounts by hour under the tenant id.',
  },
  deletion_certificates: { atErasure: 'kept', because: 'It is the proof.' },
  erased_slugs: {
    atErasure: 'kept',
    because: 'It holds a hash, so that the name is not given out again unseen.',
  },
} as const satisfies Record<
  string,
  { readonly atErasure: 'removed' | 'kept' | 'anonymised'; readonly because: string }
>;

export type PlatformTable = keyof typeof platformTables;

/** Rows of one tenant as PostgreSQL's JSON text, for `insertPlatformRows`; an array, empty where there is no such table. */
export async function readPlatformRows(
  client: ClientBase,
  table: PlatformTable,
  tenantId: string,
): Promise<unknown[]> {
  if (!(await tableExists(client, table))) return [];
  const key = table === 'tenants' ? 'id' : 'tenant_id';
  const { rows } = await client.query<{ row: unknown }>(
    `SELECT to_jsonb(t) AS row FROM public.${escapeIdentifier(table)} t WHERE t.${key} = $1`,
    [tenantId],
  );
  return rows.map(({ row }) => row);
}

/** Puts rows back that are missing. */
export async function insertPlatformRows(
  client: ClientBase,
  table: PlatformTable,
  rows: readonly unknown[],
): Promise<void> {
  if (rows.length === 0) return;
  const name = `public.${escapeIdentifier(table)}`;
  await client.query(
    `INSERT INTO ${name} SELECT * FROM jsonb_populate_recordset(NULL::${name}, $1) ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

export async function tableExists(client: ClientBase, table: PlatformTable): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS exists`, [
    `public.${escapeIdentifier(table)}`,
  ]);
  return rows[0]?.exists ?? false;
}
