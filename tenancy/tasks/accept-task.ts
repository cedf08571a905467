import { randomUUID } from 'node:crypto';
import { currentTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import type { TenantTransaction } from '../database/unit-of-work';
import { assertTaskKind } from './task';

export interface NewTask {
  /** Which workers perform it; also the queue's name. */
  readonly kind: string;
  /** Any JSON value. */
  readonly input: unknown;
  /** The caller's name for this request, 1 to 200 characters: the same again answers the same task. */
  readonly idempotencyKey: string;
}

export interface AcceptedTask {
  readonly id: string;
  /** False when this key had been accepted before. */
  readonly isNew: boolean;
}

const insertTask = `
  WITH task AS (
    INSERT INTO tasks (id, kind, input, idempotency_key) VALUES ($1, $2, $3::jsonb, $4)
    ON CONFLICT (idempotency_key) DO NOTHING RETURNING id
  ), announced AS (
    INSERT INTO public.outbox (task_id, tenant_id, kind) SELECT id, $5::uuid, $2 FROM task
  )
  SELECT id FROM task`;

const findTask = `
  SELECT id, kind = $2 AND input = $3::jsonb AS same FROM tasks WHERE idempotency_key = $1`;

/**
 * Takes a task for the current tenant, as a part of the caller's transaction: once that has committed, the task is
 * performed whatever happens to the queue. A key that was used for another kind or input is a `conflict`.
 */
export async function acceptTask(
  transaction: TenantTransaction,
  { kind, input, idempotencyKey }: NewTask,
): Promise<AcceptedTask> {
  assertTaskKind(kind);
  if (idempotencyKey.length < 1 || idempotencyKey.length > 200) {
    throw new TenancyError('invalid-identifier', 'An idempotency key has 1 to 200 characters.');
  }
  const json = JSON.stringify(input ?? null);
  const { rows: accepted } = await transaction.query<{ id: string }>({
    text: insertTask,
    values: [randomUUID(), kind, json, idempotencyKey, currentTenant().id],
  });
  if (accepted[0]) return { id: accepted[0].id, isNew: true };
  const { rows: earlier } = await transaction.query<{ id: string; same: boolean }>({
    text: findTask,
    values: [idempotencyKey, kind, json],
  });
  if (!earlier[0]?.same) {
    throw new TenancyError('conflict', 'This idempotency key was used for another task: use a new key.');
  }
  return { id: earlier[0].id, isNew: false };
}
