import type { TenantTransaction } from '../database/unit-of-work';

const cancel = `
  WITH cancelled AS (
    UPDATE tasks SET state = 'cancelled', finished_at = now(), lease_until = NULL
    WHERE id = $1 AND state IN ('accepted', 'running') RETURNING id
  ), withdrawn AS (
    DELETE FROM public.outbox WHERE task_id IN (SELECT id FROM cancelled)
  )
  SELECT id FROM cancelled`;

/**
 * Cancels a task of the current tenant that is not finished; answers whether there was one. A worker that performs it
 * is told within a third of its lease, and nothing that it still does is kept.
 */
export async function cancelTask(transaction: TenantTransaction, taskId: string): Promise<boolean> {
  const { rows } = await transaction.query({ text: cancel, values: [taskId] });
  return rows.length > 0;
}
