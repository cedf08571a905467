import { tenantContextSchema, type TenantContext } from '../context/tenant-context';
import type { PlatformQueries } from '../database/unit-of-work';

/** A task whose job goes into the queue of its kind. */
export interface DueTask {
  readonly taskId: string;
  readonly kind: string;
  readonly tenant: TenantContext;
  /** 1 and up; lower goes first. */
  readonly startTag: number;
}

export interface QueuedTask {
  readonly taskId: string;
  readonly kind: string;
}

/** BullMQ's lowest priority. Tags start again at 1 whenever a queue runs empty; beyond this, first come first served. */
const lastStartTag = 2_097_151;

/** Any number; only dispatchers take this lock. */
const roundLock = 5_204_127;

/**
 * One round: the oldest tasks that are due, of each tenant up to its window, with their place in the order between
 * tenants by start-time fair queueing (https://doi.org/10.1145/248157.248171). A tenant's next task is tagged one after
 * its last, but not before the task that is served now; so a flood has its own tags behind it, not the others'.
 * The first part walks the index from tenant to tenant: its cost is that of the tenants who wait, not of their tasks.
 */
const dueTasks = `
  WITH RECURSIVE backlog (kind, tenant_id) AS (
    (SELECT kind, tenant_id FROM outbox WHERE queued_at IS NULL ORDER BY kind, tenant_id LIMIT 1)
    UNION ALL
    SELECT following.kind, following.tenant_id FROM backlog CROSS JOIN LATERAL (
      SELECT kind, tenant_id FROM outbox
      WHERE queued_at IS NULL AND (kind, tenant_id) > (backlog.kind, backlog.tenant_id)
      ORDER BY kind, tenant_id LIMIT 1
    ) following
  ), virtual_time AS (
    SELECT kind, coalesce(min(start_tag) FILTER (WHERE started_at IS NULL), max(start_tag)) AS tag
    FROM outbox WHERE queued_at IS NOT NULL GROUP BY kind
  ), due AS (
    SELECT task.task_id, tenants.slug, tenants.tier, tenants.region, least($2::integer,
      greatest(coalesce(virtual_time.tag, 1), coalesce(queued.last_tag, 0) + 1) + task.place - 1) AS start_tag
    FROM backlog
    JOIN tenants ON tenants.id = backlog.tenant_id AND tenants.status = 'active'
    LEFT JOIN virtual_time ON virtual_time.kind = backlog.kind
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE started_at IS NULL) AS waiting, max(start_tag) AS last_tag FROM outbox
      WHERE queued_at IS NOT NULL AND kind = backlog.kind AND tenant_id = backlog.tenant_id
    ) queued
    CROSS JOIN LATERAL (
      SELECT task_id, row_number() OVER (ORDER BY position) AS place FROM outbox
      WHERE queued_at IS NULL AND not_before <= now() AND kind = backlog.kind AND tenant_id = backlog.tenant_id
      ORDER BY position LIMIT greatest($1::integer - queued.waiting, 0)
    ) task
    ORDER BY start_tag LIMIT $3::integer
  )
  UPDATE outbox SET queued_at = now(), start_tag = due.start_tag FROM due
  WHERE outbox.task_id = due.task_id AND outbox.queued_at IS NULL
  RETURNING outbox.task_id AS "taskId", outbox.kind, outbox.start_tag AS "startTag",
    outbox.tenant_id AS id, due.slug, due.tier, due.region`;

const queuedTasks = `
  SELECT task_id AS "taskId", kind FROM outbox
  WHERE queued_at <= now() - $1::double precision * interval '1 second' AND task_id > $2
  ORDER BY task_id LIMIT $3`;

const release = `
  UPDATE outbox SET queued_at = NULL, started_at = NULL WHERE task_id = ANY($1::uuid[]) AND queued_at IS NOT NULL`;

const waiting = `
  SELECT count(*)::integer AS tasks FROM outbox JOIN tenants ON tenants.id = outbox.tenant_id
  WHERE started_at IS NULL AND tenants.status = 'active'`;

/** A task that is put off waits from when it is due. */
const oldest = `
  SELECT coalesce(max(extract(epoch FROM now() - greatest(outbox.created_at, not_before))), 0)::double precision AS seconds
  FROM outbox JOIN tenants ON tenants.id = outbox.tenant_id
  WHERE started_at IS NULL AND not_before <= now() AND tenants.status = 'active'`;

interface DueRow {
  readonly taskId: string;
  readonly kind: string;
  readonly startTag: number;
  readonly id: string;
  readonly slug: string;
  readonly tier: string;
  readonly region: string;
}

/** The statements on `public.outbox` over all tenants, as the application's login. */
export class Outbox {
  constructor(private readonly platform: PlatformQueries) {}

  /**
   * Marks the next tasks as queued and answers them, at most `limit`; of one tenant and kind no more than
   * `windowPerTenant` wait in the queue at a time. Null when another dispatcher is at it.
   */
  takeDue(windowPerTenant: number, limit: number): Promise<readonly DueTask[] | null> {
    return this.platform.transaction(async (transaction) => {
      const { rows: locks } = await transaction.query<{ locked: boolean }>({
        text: 'SELECT pg_try_advisory_xact_lock($1) AS locked',
        values: [roundLock],
      });
      if (!locks[0]?.locked) return null;
      const { rows } = await transaction.query<DueRow>({
        text: dueTasks,
        values: [windowPerTenant, lastStartTag, limit],
      });
      return rows.map(({ taskId, kind, startTag, ...tenant }) => ({
        taskId,
        kind,
        startTag,
        tenant: tenantContextSchema.parse(tenant),
      }));
    });
  }

  /** Tasks that were queued at least `forSeconds` ago and are not finished, after `afterTaskId`, at most `limit`. */
  async queued(forSeconds: number, afterTaskId: string, limit: number): Promise<readonly QueuedTask[]> {
    const { rows } = await this.platform.query<QueuedTask>({
      text: queuedTasks,
      values: [forSeconds, afterTaskId, limit],
    });
    return rows;
  }

  /** Marks tasks as not queued: the next round takes them again. */
  async release(taskIds: readonly string[]): Promise<void> {
    if (taskIds.length > 0) await this.platform.query({ text: release, values: [taskIds] });
  }

  /**
   * Tasks that no worker has started, all active tenants and kinds together. Workers are scaled by it: a task in the
   * queue is one of these too, so the queue's own length must not be added.
   */
  async waitingTasks(): Promise<number> {
    const { rows } = await this.platform.query<{ tasks: number }>({ text: waiting });
    return rows[0]?.tasks ?? 0;
  }

  /** Seconds that the task which has waited longest has waited; 0 when none waits. Of the same tasks as `waitingTasks`. */
  async oldestWaitSeconds(): Promise<number> {
    const { rows } = await this.platform.query<{ seconds: number }>({ text: oldest });
    return rows[0]?.seconds ?? 0;
  }
}
