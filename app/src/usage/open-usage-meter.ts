import type { PlatformQueries } from '@platform/tenancy/database/unit-of-work';
import { UsageMeter } from '@platform/tenancy/usage/usage-meter';
import { outageLog } from '../telemetry/outage-log';

/** Counts what tenants use, and brings it to the database every few seconds. */
export function openUsageMeter(platform: PlatformQueries): UsageMeter {
  const meter = new UsageMeter({
    platform,
    onError: outageLog('usage is kept for the next flush'),
  });
  meter.start();
  return meter;
}
