import type { PlatformQueries } from '../database/unit-of-work';
import type { ProviderPrices, Tokens } from './provider-prices';
import type { ProviderModel, UsageMetric } from './usage-metrics';

/** What a tenant used in an hour. */
export interface UsageRow {
  readonly tenantId: string;
  /** Start of the hour (UTC), or of the day where days were asked for. */
  readonly hour: Date;
  readonly metric: UsageMetric;
  /** Empty for what is not used at a model provider. */
  readonly provider: string;
  readonly model: string;
  readonly quantity: number;
  /** The part of `quantity` that was used in an earlier hour, which was closed when it came. */
  readonly lateQuantity: number;
  /** Whether it can still change. */
  readonly closed: boolean;
  /**
   * What it cost at the model provider: a number for tokens, 0 for calls, which are paid by tokens; `unpriced` when the
   * model has no price; null for what no provider is paid for.
   */
  readonly usd: number | 'unpriced' | null;
}

export interface UsagePeriod {
  /** First hour. */
  readonly from: Date;
  /** The hour after the last. */
  readonly to: Date;
  /** Default: all tenants. */
  readonly tenantId?: string;
}

interface StoredUsage {
  readonly tenant_id: string;
  readonly hour: Date;
  readonly metric: UsageMetric;
  readonly provider: string;
  readonly model: string;
  readonly quantity: string;
  readonly late_quantity: string;
  readonly closed: boolean;
}

/** Usage with its price, by hour, tenant and metric. One hour of 1,000 tenants has about 10,000 rows. */
export async function readUsage(
  platform: Pick<PlatformQueries, 'query'>,
  prices: ProviderPrices,
  { from, to, tenantId }: UsagePeriod,
): Promise<UsageRow[]> {
  const { rows } = await platform.query<StoredUsage & Record<string, unknown>>({
    text: `SELECT tenant_id, hour, metric, provider, model, quantity, late_quantity, hour < closed_before AS closed
           FROM public.usage_hours CROSS JOIN public.usage_watermark
           WHERE hour >= $1 AND hour < $2 AND ($3::uuid IS NULL OR tenant_id = $3::uuid)
           ORDER BY hour, tenant_id, metric, provider, model`,
    values: [from, to, tenantId ?? null],
  });
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    hour: row.hour,
    metric: row.metric,
    provider: row.provider,
    model: row.model,
    quantity: Number(row.quantity),
    lateQuantity: Number(row.late_quantity),
    closed: row.closed,
    usd: usdOf(prices, row),
  }));
}

function usdOf(prices: ProviderPrices, row: StoredUsage): UsageRow['usd'] {
  if (!row.metric.startsWith('provider_')) return null;
  const of: ProviderModel = { provider: row.provider, model: row.model };
  if (!prices.find(of, row.hour)) return 'unpriced';
  return prices.usd(of, tokensOf(row.metric, Number(row.quantity)), row.hour);
}

export const tokensOf = (metric: string, quantity: number): Tokens => ({
  input: metric === 'provider_input_tokens' ? quantity : 0,
  output: metric === 'provider_output_tokens' ? quantity : 0,
});
