import { TenancyError } from '../context/tenancy-error';
import type { TenantTransaction, UnitsOfWork } from '../database/unit-of-work';

/** A task that this worker holds, until its lease ends or a later attempt takes it. */
export interface TaskAttempt {
  readonly id: string;
  readonly kind: string;
  readonly input: unknown;
  readonly idempotencyKey: string;
  /** 1 for the first. The fencing token: only the last attempt's outcome is kept. */
  readonly attempt: number;
  /** Earlier attempts that ended in an error or with their worker. */
  readonly failures: number;
}

export interface TaskOutcome {
  /** Any JSON value, kept with the task. */
  readonly result?: unknown;
  /** What the task changes in the tenant's schema. Runs in the transaction that marks the task done: once, or not. */
  readonly effects?: (transaction: TenantTransaction) => Promise<void>;
}

const seconds = (parameter: string): string => `${parameter}::double precision * interval '1 second'`;

/** A task whose lease has run out was abandoned by its worker, which counts as a failure. */
const claim = `
  WITH claimed AS (
    UPDATE tasks SET state = 'running', attempts = attempts + 1,
      failures = failures + CASE state WHEN 'running' THEN 1 ELSE 0 END,
      lease_until = now() + ${seconds('$2')}, started_at = coalesce(started_at, now())
    WHERE id = $1 AND (state = 'accepted' OR (state = 'running' AND lease_until < now()))
    RETURNING id, kind, input, idempotency_key, attempts, failures
  ), started AS (
    UPDATE public.outbox SET started_at = now() WHERE task_id IN (SELECT id FROM claimed)
  )
  SELECT id, kind, input, idempotency_key AS "idempotencyKey", attempts AS attempt, failures FROM claimed`;

/** A task that another worker holds waits for that one's lease; one that is final has nothing to wait for. */
const yieldTask = `
  WITH held AS (SELECT id, lease_until FROM tasks WHERE id = $1 AND state = 'running'),
  waits AS (
    UPDATE public.outbox SET queued_at = NULL, not_before = held.lease_until FROM held WHERE task_id = held.id
  ), final AS (
    DELETE FROM public.outbox USING tasks
    WHERE task_id = $1 AND tasks.id = task_id AND tasks.state IN ('done', 'failed', 'cancelled')
  )
  SELECT id FROM tasks WHERE id = $1`;

const renew = `
  UPDATE tasks SET lease_until = now() + ${seconds('$3')}
  WHERE id = $1 AND attempts = $2 AND state = 'running' RETURNING id`;

const finish = `
  WITH finished AS (
    UPDATE tasks SET state = $3, result = $4::jsonb, error = $5, failures = failures + $6, finished_at = now(),
      lease_until = NULL
    WHERE id = $1 AND attempts = $2 AND state = 'running' RETURNING id
  ), settled AS (
    DELETE FROM public.outbox WHERE task_id IN (SELECT id FROM finished)
  )
  SELECT id FROM finished`;

const giveBack = `
  WITH returned AS (
    UPDATE tasks SET state = 'accepted', error = $3, failures = failures + $4, lease_until = NULL
    WHERE id = $1 AND attempts = $2 AND state = 'running' RETURNING id
  ), waits AS (
    UPDATE public.outbox SET queued_at = NULL, started_at = NULL, not_before = now() + ${seconds('$5')}
    WHERE task_id IN (SELECT id FROM returned)
  )
  SELECT id FROM returned`;

/** How the tasks of the current tenant move between their states. Each move is one transaction. */
export class TaskAttempts {
  constructor(
    private readonly database: UnitsOfWork,
    private readonly leaseSeconds: number,
  ) {}

  /** The task, or null when there is nothing to do now. Throws `tenant-mismatch` when the tenant has no such task. */
  async claim(taskId: string): Promise<TaskAttempt | null> {
    const { rows } = await this.database.query<TaskAttempt>({
      text: claim,
      values: [taskId, this.leaseSeconds],
    });
    if (rows[0]) return rows[0];
    const { rows: known } = await this.database.query({ text: yieldTask, values: [taskId] });
    if (known.length === 0) {
      throw new TenancyError(
        'tenant-mismatch',
        'The tenant of this job has no such task: it is not performed.',
      );
    }
    return null;
  }

  /** Answers whether the attempt is still the last one. */
  async renew({ id, attempt }: TaskAttempt): Promise<boolean> {
    const { rows } = await this.database.query({ text: renew, values: [id, attempt, this.leaseSeconds] });
    return rows.length > 0;
  }

  /** Keeps the outcome, unless the attempt is no longer the last one. Answers whether it was kept. */
  complete({ id, attempt }: TaskAttempt, { result, effects }: TaskOutcome): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const json = JSON.stringify(result ?? null);
      const { rows } = await transaction.query({
        text: finish,
        values: [id, attempt, 'done', json, null, 0],
      });
      if (rows.length > 0) await effects?.(transaction);
      return rows.length > 0;
    });
  }

  async fail({ id, attempt }: TaskAttempt, error: string): Promise<boolean> {
    const { rows } = await this.database.query({
      text: finish,
      values: [id, attempt, 'failed', null, error, 1],
    });
    return rows.length > 0;
  }

  /** Back into the backlog for another attempt. `failures` is 0 when the task itself is not to blame. */
  async giveBack(
    { id, attempt }: TaskAttempt,
    { error, failures, afterSeconds }: { error: string | null; failures: 0 | 1; afterSeconds: number },
  ): Promise<boolean> {
    const { rows } = await this.database.query({
      text: giveBack,
      values: [id, attempt, error, failures, afterSeconds],
    });
    return rows.length > 0;
  }
}
