import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { production } from '../../../../config/environments/production';
import { openPriceBook } from '../../../../ops/cost/prices/open-price-book';
import { costReport } from '../../../../ops/cost/report/cost-report';
import { prometheusText } from '../../../../ops/cost/report/prometheus-text';
import { assumedUsage } from '../../../../ops/cost/usage/assumed-usage';
import { readUsageFile } from '../../../../ops/cost/usage/read-usage-file';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { closeHours } from '../../../../tenancy/usage/close-hours';
import { meteredProviderCall } from '../../../../tenancy/usage/metered-provider-call';
import { ProviderPrices } from '../../../../tenancy/usage/provider-prices';
import { sampleStorage } from '../../../../tenancy/usage/storage-sample';
import { exportUsage } from '../../../../tenancy/usage/usage-export';
import { UsageMeter } from '../../../../tenancy/usage/usage-meter';
import { type Ended, platform as runPlatform } from '../../../bin/run';
import { frozenProduction } from '../../../ops/cost/frozen-production';
import { hoursAgo, UsagePlatform } from './usage-platform';

const model = { provider: 'sample', model: 'large' };
const priceTable = [
  {
    ...model,
    inputUsdPerMillionTokens: 2,
    outputUsdPerMillionTokens: 10,
    asOf: '2026-01-01',
    source: 'https://prices.example.com',
  },
];
const prices = new ProviderPrices(priceTable);
const slugs = ['acme', 'globex'];
const folder = mkdtempSync(join(tmpdir(), 'metered-'));
const file = join(folder, 'usage.jsonl');
let usage: UsagePlatform;

/** Two hours, five and four hours ago, as the application's own meters count them. */
beforeAll(async () => {
  usage = await UsagePlatform.start({ tenants: slugs });
  await usage.reset();
  const { platform } = usage.database;
  for (const hour of [5, 4]) {
    const meter = new UsageMeter({ platform, now: () => hoursAgo(hour) });
    for (const [at, slug] of slugs.entries()) {
      await runAsTenant(usage.platform.tenant(slug), async () => {
        meter.count('requests', 1000 * (at + 1));
        meter.count('egress_bytes', 2 ** 30 * (at + 1));
        meter.count('tasks', 3);
        await meteredProviderCall({
          meter,
          budget: {
            reserve: async () => ({ settle: async () => undefined, release: async () => undefined }),
          },
          of: model,
          most: { input: 2_000_000, output: 200_000 },
          call: async () => ({ input: 1_000_000, output: 100_000 }),
          tokens: (used) => used,
        });
      });
    }
    await meter.stop();
    await sampleStorage({
      platform,
      at: hoursAgo(hour),
      tenants: async () => slugs.map((slug) => usage.platform.tenant(slug)),
      fileBytes: async (ids) => new Map(ids.map((id) => [id, 4 * 2 ** 30])),
    });
  }
  await closeHours(platform, 60);
  await pipeline(
    Readable.from(exportUsage(platform, prices, { from: hoursAgo(5), to: hoursAgo(3) })),
    createWriteStream(file),
  );
});
afterAll(async () => {
  await usage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('what the meters counted is the month of the mean customer', () => {
  const { customers, perCustomer, ...rest } = readUsageFile(file, assumedUsage);
  const { storageGib, ...metered } = perCustomer;
  expect(customers).toBe(2);
  // Two hours of two tenants, of a month's 730 hours.
  expect(metered).toEqual({
    ...metered,
    requests: 1500 * 730,
    egressGib: 1.5 * 730,
    tasks: 3 * 730,
    providerUsd: 3 * 730,
    connections: assumedUsage.perCustomer.connections,
    cacheMib: assumedUsage.perCustomer.cacheMib,
  });
  // Files, and the tables of a schema.
  expect(storageGib).toBeGreaterThan(4);
  expect(storageGib).toBeLessThan(4.1);
  expect(rest.volumes).toEqual(assumedUsage.volumes);
});

test('the cost of production with the exported file has its traffic and what providers were paid', () => {
  const measured = readUsageFile(file, assumedUsage);
  const report = costReport(production, frozenProduction(), measured, [2], openPriceBook());
  const egress = report.model.lines.find(({ item }) => item === 'data to the internet');
  expect(egress?.quantity.typical).toBe(2 * 1.5 * 730);
  expect(report.customers[0]?.providerUsd).toBe(2 * 3 * 730);
  expect(prometheusText(report, production)).toContain(
    'platform_cost_provider_monthly_usd{environment="production",column="typical"} 4380',
  );
});

test('a model that nobody gave a price is told, not taken for free', async () => {
  const { platform } = usage.database;
  const unpriced = join(folder, 'unpriced.jsonl');
  await pipeline(
    Readable.from(exportUsage(platform, new ProviderPrices([]), { from: hoursAgo(5), to: hoursAgo(3) })),
    createWriteStream(unpriced),
  );
  expect(() => readUsageFile(unpriced, assumedUsage)).toThrow(/usd: got "unpriced"/);
});

describe('platform tenant usage', () => {
  const day = (hour: Date): string => hour.toISOString().slice(0, 10);
  const written = join(folder, 'written.jsonl');
  const priceFile = join(folder, 'prices.json');
  const linesOf = (path: string): string[] => readFileSync(path, 'utf8').trim().split('\n').slice(1);
  const tenantUsage = (...more: readonly string[]): Promise<Ended> =>
    runPlatform('tenant', 'usage', '--database-url', usage.platform.migratorUrl, ...more);

  test('writes the lines of the library, which cost reads', async () => {
    writeFileSync(priceFile, JSON.stringify(priceTable));
    const days = ['--from', day(hoursAgo(5)), '--to', day(hoursAgo(-24))];
    const ended = await tenantUsage(...days, '--out', written, '--provider-prices', priceFile);
    expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('platform cost --usage') });
    expect(linesOf(written)).toEqual(linesOf(file));
    expect(readUsageFile(written, assumedUsage).customers).toBe(2);
  });

  test('refuses all that is typed wrongly at one time, and writes nothing', async () => {
    writeFileSync(priceFile, JSON.stringify([{ ...priceTable[0], source: 'hearsay' }]));
    const days = ['--from', 'yesterday', '--to', '2026-02-30'];
    const out = join(folder, 'refused.jsonl');
    const { exitCode, stderr } = await tenantUsage(...days, '--out', out, '--provider-prices', priceFile);
    expect([exitCode, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toMatch(/--from[^]*--to[^]*source/);
    expect(stderr).not.toContain('    at ');
  });

  test('a file that cannot be written is told', async () => {
    const days = ['--from', day(hoursAgo(5)), '--to', day(hoursAgo(-24))];
    const { exitCode, stderr } = await tenantUsage(...days, '--out', join(folder, 'nowhere', 'usage.jsonl'));
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('ENOENT')]);
  });
});
