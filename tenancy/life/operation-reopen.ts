import type { MigratorDatabase } from './migrator-database';

/** Asks again for an operation that failed; it goes on from the step that failed. false: it has not failed. */
export async function reopen(database: MigratorDatabase, id: string): Promise<boolean> {
  const { rowCount } = await database.query({
    text: `UPDATE public.tenant_operations
           SET state = 'requested', attempts = 0, not_before = now(), updated_at = now()
           WHERE id = $1 AND state = 'failed'`,
    values: [id],
  });
  return rowCount === 1;
}
