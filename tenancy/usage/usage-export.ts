import type { PlatformQueries } from '../database/unit-of-work';
import { closedBefore } from './close-hours';
import type { ProviderPrices } from './provider-prices';
import { readUsage, type UsagePeriod } from './read-usage';
import { hourStart, millisecondsAnHour } from './usage-metrics';

/** First line of the file. */
export interface UsageFileHeader {
  readonly format: 'tenant-usage';
  readonly version: 1;
  /** First hour in the file, and the hour after the last: only closed hours are in it. */
  readonly from: string;
  readonly to: string;
}

/**
 * Closed hours as JSON lines: a `UsageFileHeader`, then a `UsageRow` a line with `hour` in ISO 8601 and without
 * `closed`. The same period gives the same lines as long as no price of its days is changed. Hours that are still open
 * are left out, which the header's `to` says. It reads an hour at a time, so its memory does not grow with the period.
 */
export async function* exportUsage(
  platform: Pick<PlatformQueries, 'query'>,
  prices: ProviderPrices,
  { from, to, tenantId }: UsagePeriod,
): AsyncGenerator<string> {
  const first = hourStart(from);
  const end = new Date(
    Math.max(first.getTime(), Math.min(hourStart(to).getTime(), (await closedBefore(platform)).getTime())),
  );
  const header: UsageFileHeader = {
    format: 'tenant-usage',
    version: 1,
    from: first.toISOString(),
    to: end.toISOString(),
  };
  yield `${JSON.stringify(header)}\n`;
  for (let hour = first; hour < end; hour = new Date(hour.getTime() + millisecondsAnHour)) {
    const next = new Date(hour.getTime() + millisecondsAnHour);
    for (const { closed: _closed, ...row } of await readUsage(platform, prices, {
      from: hour,
      to: next,
      tenantId,
    })) {
      yield `${JSON.stringify(row)}\n`;
    }
  }
}
