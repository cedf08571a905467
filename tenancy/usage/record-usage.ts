import type { PlatformQueries } from '../database/unit-of-work';
import { decimalOf, hourStart, type UsageCount } from './usage-metrics';

/**
 * Counts that belong together and are counted once. A source delivers its batches in the order of their numbers, the
 * next one after the last is acknowledged; one that it delivers again, because it does not know whether it arrived, is
 * known by its number.
 */
export interface UsageBatch {
  /** Such as the id of a process, or `task:<id>` for a single event that may be reported twice. */
  readonly source: string;
  /** Higher than that of the source's batch before. */
  readonly sequence: number;
  readonly counts: readonly UsageCount[];
}

/**
 * Counts a batch, or nothing when it was counted already: then it answers false. What was used in an hour that is
 * closed meanwhile is counted towards the present hour, as late, so that a bill that was made stays true and nothing is
 * lost; so is what a clock ahead of the database's puts more than an hour into the future.
 */
export function recordUsage(platform: PlatformQueries, batch: UsageBatch): Promise<boolean> {
  return platform.transaction(async (transaction) => {
    const { rowCount } = await transaction.query({
      text: `INSERT INTO public.usage_sources AS known (source, last_sequence) VALUES ($1, $2)
             ON CONFLICT (source) DO UPDATE SET last_sequence = excluded.last_sequence, received_at = now()
             WHERE known.last_sequence < excluded.last_sequence`,
      values: [batch.source, batch.sequence],
    });
    if (rowCount === 0) return false;
    // Until this commits, no hour is closed: whoever closes one waits for the row.
    const { rows } = await transaction.query<{ closed_before: Date; present: Date }>({
      text: `SELECT closed_before, clock_timestamp() AS present FROM public.usage_watermark FOR SHARE`,
    });
    const [{ closed_before: closedBefore, present }] = rows as [(typeof rows)[number]];
    await transaction.query({
      text: addStatement,
      values: columnsOf(batch.counts.map((count) => placed(count, closedBefore, present))),
    });
    return true;
  });
}

interface PlacedCount extends UsageCount {
  readonly hour: Date;
  readonly late: boolean;
}

function placed(count: UsageCount, closedBefore: Date, present: Date): PlacedCount {
  const own = hourStart(count.at);
  const presentHour = hourStart(new Date(Math.max(present.getTime(), closedBefore.getTime())));
  const late = own < closedBefore;
  const ahead = own.getTime() > present.getTime() + 3_600_000;
  return { ...count, late, hour: late || ahead ? presentHour : own };
}

/** Sorted, so that two batches that touch the same rows never wait for each other crosswise. */
const addStatement = `
  INSERT INTO public.usage_hours AS bucket (hour, tenant_id, metric, provider, model, quantity, late_quantity)
  SELECT hour, tenant_id, metric, provider, model, sum(quantity), sum(CASE WHEN late THEN quantity ELSE 0 END)
  FROM unnest($1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::boolean[])
    AS counts (hour, tenant_id, metric, provider, model, quantity, late)
  GROUP BY hour, tenant_id, metric, provider, model
  ORDER BY hour, tenant_id, metric, provider, model
  ON CONFLICT (hour, tenant_id, metric, provider, model) DO UPDATE SET
    quantity = bucket.quantity + excluded.quantity,
    late_quantity = bucket.late_quantity + excluded.late_quantity`;

const columnsOf = (counts: readonly PlacedCount[]): unknown[] => [
  counts.map(({ hour }) => hour.toISOString()),
  counts.map(({ tenantId }) => tenantId),
  counts.map(({ metric }) => metric),
  counts.map(({ of }) => of?.provider ?? ''),
  counts.map(({ of }) => of?.model ?? ''),
  counts.map(({ micros }) => decimalOf(micros)),
  counts.map(({ late }) => late),
];
