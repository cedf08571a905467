import { escapeIdentifier, type PoolClient } from 'pg';

/**
 * Makes a tenant's rows in the outbox those of its unfinished tasks, after its schema became another one, in the
 * caller's transaction. Answers how many there are.
 */
export async function rebuildOutbox(client: PoolClient, tenantId: string, schema: string): Promise<number> {
  await client.query('DELETE FROM public.outbox WHERE tenant_id = $1', [tenantId]);
  const { rowCount: hasTasks } = await client.query(
    `SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'tasks'`,
    [schema],
  );
  if (!hasTasks) return 0;
  const { rowCount } = await client.query(
    `INSERT INTO public.outbox (task_id, tenant_id, role_name, kind, created_at)
     SELECT t.id, $1, $2, t.kind, t.created_at FROM ${escapeIdentifier(schema)}.tasks t
     WHERE t.state IN ('accepted', 'running') ORDER BY t.created_at, t.id`,
    [tenantId, schema],
  );
  return rowCount ?? 0;
}
