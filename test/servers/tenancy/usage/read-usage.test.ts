import { closeHours } from '../../../../tenancy/usage/close-hours';
import { spentThisMonthUsd } from '../../../../tenancy/usage/monthly-spend';
import { ProviderPrices } from '../../../../tenancy/usage/provider-prices';
import { readUsage } from '../../../../tenancy/usage/read-usage';
import { exportUsage } from '../../../../tenancy/usage/usage-export';
import { hoursAgo, UsagePlatform } from './usage-platform';

const acme = '11111111-1111-4111-8111-111111111111';
const globex = '22222222-2222-4222-8222-222222222222';
const prices = new ProviderPrices([
  {
    provider: 'sample',
    model: 'large',
    inputUsdPerMillionTokens: 2,
    outputUsdPerMillionTokens: 10,
    asOf: '2026-01-01',
    source: 'https://prices.example.com',
  },
]);
let usage: UsagePlatform;

beforeAll(async () => {
  usage = await UsagePlatform.start();
});
afterAll(() => usage?.stop());
beforeEach(() => usage.reset());

const add = (tenantId: string, hour: Date, metric: string, quantity: number, model = ''): Promise<unknown> =>
  usage.sql(
    `INSERT INTO usage_hours (hour, tenant_id, metric, provider, model, quantity)
     VALUES ('${hour.toISOString()}', '${tenantId}', '${metric}', '${model && 'sample'}', '${model}', ${quantity})`,
  );
const lines = async (period: { from: Date; to: Date; tenantId?: string }): Promise<string[]> => {
  const all: string[] = [];
  for await (const line of exportUsage(usage.database.platform, prices, period)) all.push(line);
  return all;
};

test('rows carry what they cost at the provider', async () => {
  await add(acme, hoursAgo(2), 'provider_input_tokens', 1_000_000, 'large');
  await add(acme, hoursAgo(2), 'provider_output_tokens', 1_000_000, 'large');
  await add(acme, hoursAgo(2), 'requests', 7);
  const rows = await readUsage(usage.database.platform, prices, { from: hoursAgo(3), to: hoursAgo(0) });
  expect(rows.map(({ metric, usd }) => [metric, usd])).toEqual([
    ['provider_input_tokens', 2],
    ['provider_output_tokens', 10],
    ['requests', null],
  ]);
});

test('a model without a price is marked, and costs no zero', async () => {
  await add(acme, hoursAgo(2), 'provider_input_tokens', 1, 'unheard-of');
  const rows = await readUsage(usage.database.platform, prices, { from: hoursAgo(3), to: hoursAgo(0) });
  expect(rows[0]!.usd).toBe('unpriced');
});

test('a period has its first hour and not the one after its last', async () => {
  for (const hours of [3, 2, 1]) await add(acme, hoursAgo(hours), 'requests', hours);
  const rows = await readUsage(usage.database.platform, prices, { from: hoursAgo(3), to: hoursAgo(1) });
  expect(rows.map(({ quantity }) => quantity)).toEqual([3, 2]);
});

test("one tenant's usage can be asked for alone", async () => {
  for (const tenantId of [acme, globex]) await add(tenantId, hoursAgo(2), 'requests', 1);
  const rows = await readUsage(usage.database.platform, prices, {
    from: hoursAgo(3),
    to: hoursAgo(0),
    tenantId: globex,
  });
  expect(rows.map(({ tenantId }) => tenantId)).toEqual([globex]);
});

test('what is spent this month is the price of this month and tenant', async () => {
  const month = (day: string): Date => new Date(`2026-11-${day}T10:00:00Z`);
  await add(acme, month('02'), 'provider_input_tokens', 1_000_000, 'large');
  await add(acme, month('24'), 'provider_output_tokens', 500_000, 'large');
  await add(acme, new Date('2026-10-31T23:00:00Z'), 'provider_output_tokens', 500_000, 'large');
  await add(acme, new Date('2026-12-01T00:00:00Z'), 'provider_output_tokens', 500_000, 'large');
  await add(globex, month('24'), 'provider_output_tokens', 500_000, 'large');
  expect(await spentThisMonthUsd(usage.database.platform, prices, acme, month('24'))).toBe(7);
});

test('the sum of a month fails on a model without a price', async () => {
  await add(acme, hoursAgo(1), 'provider_input_tokens', 1, 'unheard-of');
  const at = hoursAgo(1);
  await expect(spentThisMonthUsd(usage.database.platform, prices, acme, at)).rejects.toMatchObject({
    code: 'unpriced',
  });
});

test('an export has closed hours only, and says where it ends', async () => {
  for (const hours of [5, 4, 1]) await add(acme, hoursAgo(hours), 'requests', hours);
  await closeHours(usage.database.platform, 180);
  const [header, ...rows] = (await lines({ from: hoursAgo(6), to: hoursAgo(0) })).map((line) =>
    JSON.parse(line),
  );
  expect(header).toEqual({
    format: 'tenant-usage',
    version: 1,
    from: hoursAgo(6).toISOString(),
    to: hoursAgo(3).toISOString(),
  });
  expect(rows).toEqual(
    [5, 4].map((hours) => expect.objectContaining({ hour: hoursAgo(hours).toISOString(), quantity: hours })),
  );
});

test('an export is the same whenever it is made', async () => {
  await add(acme, hoursAgo(5), 'requests', 1);
  await closeHours(usage.database.platform, 180);
  const before = await lines({ from: hoursAgo(6), to: hoursAgo(4) });
  await add(acme, hoursAgo(1), 'requests', 1);
  await closeHours(usage.database.platform, 0);
  expect(await lines({ from: hoursAgo(6), to: hoursAgo(4) })).toEqual(before);
});
