import { escapeIdentifier } from 'pg';
import type { MigratorDatabase } from '../migrator-database';

export interface RetainedSchema {
  readonly schema: string;
  readonly tenantId: string;
  /** The restore, or its undoing, that replaced it. */
  readonly operationId: string;
  readonly dropAfter: Date;
}

/** Replaced schemas that are still there, the last one first; of one tenant where one is named. */
export async function retainedSchemas(
  database: MigratorDatabase,
  tenantId: string | null = null,
): Promise<readonly RetainedSchema[]> {
  const { rows } = await database.query<RetainedSchema & Record<string, unknown>>({
    text: `SELECT schema_name AS schema, tenant_id AS "tenantId", operation_id AS "operationId", drop_after AS "dropAfter"
           FROM public.retained_schemas WHERE $1::uuid IS NULL OR tenant_id = $1
           ORDER BY replaced_at DESC, schema_name`,
    values: [tenantId],
  });
  return rows;
}

/** Drops replaced schemas whose days are over, and answers their names. `lifecycle` calls it every hour. */
export async function dropExpiredSchemas(database: MigratorDatabase): Promise<readonly string[]> {
  const dropped: string[] = [];
  for (const { schema, tenantId } of await retainedSchemas(database)) {
    const isDropped = await database.exclusively(tenantId, async (client) => {
      const { rowCount } = await client.query(
        'DELETE FROM public.retained_schemas WHERE schema_name = $1 AND drop_after <= now()',
        [schema],
      );
      if (rowCount) await client.query(`DROP SCHEMA IF EXISTS ${escapeIdentifier(schema)} CASCADE`);
      return rowCount === 1;
    });
    if (isDropped) dropped.push(schema);
  }
  return dropped;
}
