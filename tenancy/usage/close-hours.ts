import type { PlatformQueries } from '../database/unit-of-work';

/** Minutes after its end in which an hour still takes what arrives. */
export const defaultGraceMinutes = 10;

/** Days for which a source is remembered after its last batch; one that is delivered again later would count again. */
const sourceDays = 35;

/**
 * Closes every hour that ended more than `graceMinutes` ago, by the database's clock, and answers up to when hours are
 * closed now. It never opens one again, and any number of processes may call it at once.
 */
export async function closeHours(
  platform: PlatformQueries,
  graceMinutes: number = defaultGraceMinutes,
): Promise<Date> {
  const { rows } = await platform.query<{ closed_before: Date }>({
    text: `UPDATE public.usage_watermark
           SET closed_before = greatest(
             closed_before, date_trunc('hour', clock_timestamp() - make_interval(mins => $1), 'UTC'))
           RETURNING closed_before`,
    values: [graceMinutes],
  });
  return rows[0]!.closed_before;
}

/** Up to when hours are closed. */
export async function closedBefore(platform: Pick<PlatformQueries, 'query'>): Promise<Date> {
  const { rows } = await platform.query<{ closed_before: Date }>({
    text: 'SELECT closed_before FROM public.usage_watermark',
  });
  return rows[0]!.closed_before;
}

/** Forgets sources that are gone for long, such as processes that ended. Answers how many. */
export async function forgetOldSources(platform: PlatformQueries): Promise<number> {
  const { rowCount } = await platform.query({
    text: 'DELETE FROM public.usage_sources WHERE received_at < now() - make_interval(days => $1)',
    values: [sourceDays],
  });
  return rowCount;
}
