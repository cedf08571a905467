import { ProviderBackoff } from '@platform/tenancy/limits/provider-backoff';
import { ProviderBudget } from '@platform/tenancy/usage/provider-budget';
import type { TenantMeter } from '@platform/tenancy/usage/usage-meter';
import type { Stores } from '../connections/stores';
import { log } from '../telemetry/log';
import { outageLog } from '../telemetry/outage-log';
import { ProviderCalls } from './provider-calls';
import { providerPrices } from './provider-prices';
import { SampleProvider } from './sample-provider';

/** The model providers, with what stands before each call. */
export function openProviders(stores: Stores, meter: TenantMeter): ProviderCalls {
  const { database, registry, volatileRedis, redis } = stores;
  return new ProviderCalls({
    providers: { sample: new SampleProvider() },
    backoff: new ProviderBackoff({
      redis: volatileRedis,
      onRedisAway: outageLog('busy providers are called'),
    }),
    budget: new ProviderBudget({
      // A budget must not vanish with a cache.
      redis,
      platform: database.platform,
      registry,
      prices: providerPrices,
      onThreshold: (event) => log.warn(event, 'a tenant uses up its provider budget'),
      onError: outageLog('budgets are counted without Redis'),
    }),
    meter,
  });
}
