import type { PlatformQueries } from '../database/unit-of-work';
import type { ProviderPrices } from './provider-prices';
import { tokensOf } from './read-usage';
import { monthOf } from './usage-metrics';

/**
 * USD that a tenant has spent at model providers in the calendar month (UTC) of `at`, as far as it has reached the
 * database: processes bring it there every few seconds. Throws `unpriced` when one of its models has no price.
 */
export async function spentThisMonthUsd(
  platform: Pick<PlatformQueries, 'query'>,
  prices: ProviderPrices,
  tenantId: string,
  at: Date = new Date(),
): Promise<number> {
  const { from, to } = monthOf(at);
  const { rows } = await platform.query<
    Record<'metric' | 'provider' | 'model' | 'quantity', string> & { day: Date }
  >({
    text: `SELECT date_trunc('day', hour, 'UTC') AS day, metric, provider, model, sum(quantity) AS quantity
           FROM public.usage_hours
           WHERE tenant_id = $1 AND hour >= $2 AND hour < $3
             AND metric IN ('provider_input_tokens', 'provider_output_tokens')
           GROUP BY 1, 2, 3, 4`,
    values: [tenantId, from, to],
  });
  return rows
    .map(({ day, metric, provider, model, quantity }) =>
      prices.usd({ provider, model }, tokensOf(metric, Number(quantity)), day),
    )
    .reduce((sum, usd) => sum + usd, 0);
}
