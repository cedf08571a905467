import { ProviderPrices } from '@platform/tenancy/usage/provider-prices';

/** Models that the sample provider plays. */
export const sampleModels = ['echo-small', 'echo-large', 'echo-slow'] as const;

/**
 * What providers cost. The sample costs nothing real: its prices are of the order of small and large models at the
 * providers of the day, so that budgets and cost reports show plausible figures.
 */
export const providerPrices = new ProviderPrices([
  {
    provider: 'sample',
    model: 'echo-small',
    inputUsdPerMillionTokens: 0.5,
    outputUsdPerMillionTokens: 2,
    asOf: '2026-01-01',
    source: 'https://example.com/sample-provider',
  },
  {
    provider: 'sample',
    model: 'echo-large',
    inputUsdPerMillionTokens: 3,
    outputUsdPerMillionTokens: 15,
    asOf: '2026-01-01',
    source: 'https://example.com/sample-provider',
  },
  {
    provider: 'sample',
    model: 'echo-slow',
    inputUsdPerMillionTokens: 0.5,
    outputUsdPerMillionTokens: 2,
    asOf: '2026-01-01',
    source: 'https://example.com/sample-provider',
  },
]);
