import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { HourlyUsage } from '../../../../tenancy/usage/hourly-usage';
import { sampleStorage } from '../../../../tenancy/usage/storage-sample';
import { hoursAgo, UsagePlatform } from './usage-platform';

let usage: UsagePlatform;
let tenants: TenantContext[];

beforeAll(async () => {
  usage = await UsagePlatform.start({ tenants: ['acme', 'globex'] });
  tenants = ['acme', 'globex'].map((slug) => usage.platform.tenant(slug));
  await usage.sql(`
    CREATE TABLE tenant_acme.large (filling text);
    ALTER TABLE tenant_acme.large ALTER filling SET STORAGE EXTERNAL;
    INSERT INTO tenant_acme.large SELECT repeat('x', 1000000) FROM generate_series(1, 20)`);
});
afterAll(() => usage?.stop());
beforeEach(() => usage.reset());

const sample = (change: Partial<Parameters<typeof sampleStorage>[0]> = {}): Promise<boolean> =>
  sampleStorage({ platform: usage.database.platform, tenants: async () => tenants, ...change });

async function gibHours(slug: string): Promise<number> {
  const { id } = usage.platform.tenant(slug);
  return Number(await usage.total(`tenant_id = '${id}' AND metric = 'storage_gib_hours'`));
}

test("counts a tenant's tables with their large values", async () => {
  await sample();
  expect((await gibHours('acme')) - (await gibHours('globex'))).toBeCloseTo(20_000_000 / 2 ** 30, 2);
});

test('counts files', async () => {
  const { id } = usage.platform.tenant('globex');
  await sample();
  const tables = await gibHours('globex');
  await usage.reset();
  await sample({ fileBytes: async () => new Map([[id, 3 * 2 ** 30]]) });
  expect(await gibHours('globex')).toBeCloseTo(tables + 3, 3);
});

test('of ten samples at one time one counts', async () => {
  const counted = await Promise.all(Array.from({ length: 10 }, () => sample()));
  expect(counted.filter(Boolean)).toHaveLength(1);
  const [row] = await usage.sql('SELECT count(*)::int AS buckets FROM usage_hours');
  expect(row!.buckets).toBe(tenants.length);
});

test('each hour is sampled', async () => {
  expect([await sample({ at: hoursAgo(1) }), await sample(), await sample()]).toEqual([true, true, false]);
});

test('a sample that fails counts nothing, and the next one counts', async () => {
  const fileBytes = (): Promise<never> => Promise.reject(new Error('storage away'));
  await expect(sample({ fileBytes })).rejects.toThrow('storage away');
  expect(await sample()).toBe(true);
});

test('the hourly work closes hours and samples', async () => {
  await usage.reset(5);
  const work = new HourlyUsage({ platform: usage.database.platform, tenants: async () => tenants });
  work.start();
  await work.stop();
  const [row] = await usage.sql(
    `SELECT closed_before > now() - interval '2 hours' AS closed, (SELECT count(*)::int FROM usage_hours) AS sampled
     FROM usage_watermark`,
  );
  expect(row).toEqual({ closed: true, sampled: tenants.length });
});
