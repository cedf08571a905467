import {
  type ProviderPrice,
  ProviderPrices,
  providerPricesSchema,
} from '../../../tenancy/usage/provider-prices';

const price = (change: Partial<ProviderPrice> = {}): ProviderPrice => ({
  provider: 'sample',
  model: 'large',
  inputUsdPerMillionTokens: 2,
  outputUsdPerMillionTokens: 10,
  asOf: '2026-11-01',
  source: 'https://prices.example.com',
  ...change,
});
const of = { provider: 'sample', model: 'large' };
const at = (day: string): Date => new Date(`${day}T12:00:00Z`);

test('tokens in and out have prices of their own', () => {
  const prices = new ProviderPrices([price()]);
  expect(prices.usd(of, { input: 500_000, output: 100_000 }, at('2026-11-24'))).toBe(2);
});

test('a new price holds from its day on, and what was used before keeps its own', () => {
  const prices = new ProviderPrices([price({ asOf: '2026-12-01', inputUsdPerMillionTokens: 4 }), price()]);
  const million = { input: 1_000_000, output: 0 };
  expect(prices.usd(of, million, at('2026-11-30'))).toBe(2);
  expect(prices.usd(of, million, at('2026-12-01'))).toBe(4);
});

test('the first price of a model holds for the days before it', () => {
  expect(new ProviderPrices([price()]).usd(of, { input: 1_000_000, output: 0 }, at('2025-01-01'))).toBe(2);
});

test.each([
  ['model', { provider: 'sample', model: 'unheard-of' }],
  ['provider', { provider: 'unheard-of', model: 'large' }],
])('an unknown %s is no free one', (_, unknown) => {
  expect(() => new ProviderPrices([price()]).usd(unknown, { input: 0, output: 0 }, at('2026-11-24'))).toThrow(
    expect.objectContaining({ code: 'unpriced' }),
  );
});

test.each([
  ['a negative price', [price({ inputUsdPerMillionTokens: -1 })]],
  ['two prices of one day', [price(), price()]],
  ['a day that is none', [price({ asOf: '2026-02-30' })]],
  ['a source that is no address', [price({ source: 'a colleague' })]],
])('the table is refused with %s', (_, table) => {
  expect(providerPricesSchema.safeParse(table).success).toBe(false);
});
