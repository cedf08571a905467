import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import {
  type UsageCount,
  type UsageMetric,
  hourStart,
  millisecondsAnHour,
  toMicros,
} from '../../../../tenancy/usage/usage-metrics';
import { TenantPlatform, type TenantPlatformOptions } from '../support/tenant-platform';

/** A platform, its database as the application sees it, and what the tests of usage ask and do in it. */
export class UsagePlatform {
  private constructor(
    readonly platform: TenantPlatform,
    readonly database: TenantDatabase,
  ) {}

  static async start(options: TenantPlatformOptions = {}): Promise<UsagePlatform> {
    const platform = await TenantPlatform.start(options);
    return new UsagePlatform(platform, new TenantDatabase({ primaryUrl: platform.applicationUrl }));
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.platform.stop();
  }

  sql(text: string): Promise<Record<string, unknown>[]> {
    return this.platform.postgres.asSuperuser(text, 'app');
  }

  /** Forgets all usage, and opens the hours of the last days again. */
  async reset(openHours = 72): Promise<void> {
    await this.sql(`
      TRUNCATE usage_hours, usage_sources;
      UPDATE usage_watermark SET closed_before = date_trunc('hour', now() - interval '${openHours} hours', 'UTC')`);
  }

  /** Quantity of all that was counted, as text with six digits after the point. */
  async total(where = 'true'): Promise<string> {
    const [row] = await this.sql(
      `SELECT coalesce(sum(quantity), 0)::numeric(40, 6) AS total FROM usage_hours WHERE ${where}`,
    );
    return String(row!.total);
  }

  /** Every bucket before an hour, as one text. */
  async bucketsBefore(hour: Date): Promise<string> {
    const rows = await this.sql(
      `SELECT hour, tenant_id, metric, provider, model, quantity, late_quantity FROM usage_hours
       WHERE hour < '${hour.toISOString()}' ORDER BY 1, 2, 3, 4, 5`,
    );
    return JSON.stringify(rows);
  }
}

export const hoursAgo = (hours: number): Date =>
  new Date(hourStart(new Date()).getTime() - hours * millisecondsAnHour);

export const countOf = (
  tenantId: string,
  at: Date,
  quantity: number,
  metric: UsageMetric = 'tasks',
): UsageCount => ({
  tenantId,
  at,
  metric,
  micros: toMicros(quantity),
});
