import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import type { PlatformQueries } from '../../../../tenancy/database/unit-of-work';
import { closeHours } from '../../../../tenancy/usage/close-hours';
import { UsageMeter } from '../../../../tenancy/usage/usage-meter';
import { hoursAgo, UsagePlatform } from './usage-platform';

const tenants: TenantContext[] = ['1', '2', '3'].map((digit) => ({
  id: `${digit}1111111-1111-4111-8111-111111111111`,
  slug: `tenant-${digit}`,
  tier: 'growth',
  region: 'us-east-1',
}));
const [acme, globex] = tenants as [TenantContext, TenantContext];
const model = { provider: 'sample', model: 'large' };
let usage: UsagePlatform;

beforeAll(async () => {
  usage = await UsagePlatform.start();
});
afterAll(() => usage?.stop());
beforeEach(() => usage.reset());

const newMeter = (platform: PlatformQueries = usage.database.platform): UsageMeter =>
  new UsageMeter({ platform });

test('counts by tenant, metric, provider and model', async () => {
  const meter = newMeter();
  runAsTenant(acme, () => {
    meter.count('requests', 1);
    meter.count('requests', 1);
    meter.count('provider_input_tokens', 90, { of: model });
  });
  runAsTenant(globex, () => meter.count('requests', 1));
  await meter.flush();
  expect(
    await usage.sql(
      'SELECT tenant_id, metric, provider, model, quantity::int FROM usage_hours ORDER BY 1, 2 DESC',
    ),
  ).toEqual([
    { tenant_id: acme.id, metric: 'requests', provider: '', model: '', quantity: 2 },
    { tenant_id: acme.id, metric: 'provider_input_tokens', ...model, quantity: 90 },
    { tenant_id: globex.id, metric: 'requests', provider: '', model: '', quantity: 1 },
  ]);
});

test('ten thousand fractions add up exactly', async () => {
  const meter = newMeter();
  runAsTenant(acme, () => {
    for (let times = 0; times < 10_000; times++) meter.count('workflow_seconds', 0.1);
  });
  await meter.flush();
  expect(await usage.total()).toBe('1000.000000');
});

test('without a tenant nothing is counted', () => {
  expect(() => newMeter().count('requests', 1)).toThrow(expect.objectContaining({ code: 'no-tenant' }));
});

test.each([
  ['a provider metric without a model', () => newMeter().count('provider_calls', 1)],
  ['another metric with one', () => newMeter().count('requests', 1, { of: model })],
  ['a malformed model', () => newMeter().count('provider_calls', 1, { of: { provider: 'p', model: 'a b' } })],
])('%s is refused', (_, count) => {
  expect(() => runAsTenant(acme, count)).toThrow(expect.objectContaining({ code: 'invalid-identifier' }));
});

test('stop flushes what is left', async () => {
  const meter = newMeter();
  meter.start();
  runAsTenant(acme, () => meter.count('requests', 3));
  await meter.stop();
  expect(await usage.total()).toBe('3.000000');
});

/** Loses answers: the database has committed, and the process hears of an error. */
function losingAnswers(isLost: () => boolean): PlatformQueries {
  return {
    query: (statement) => usage.database.platform.query(statement),
    transaction: async (work) => {
      const result = await usage.database.platform.transaction(work);
      if (isLost()) throw new Error('connection lost');
      return result;
    },
  };
}

test('an answer that is lost after the commit leads to no second count', async () => {
  let lost = 3;
  const meter = newMeter(losingAnswers(() => lost-- > 0));
  runAsTenant(acme, () => meter.count('requests', 1));
  for (let tries = 0; tries < 3; tries++) {
    await expect(meter.flush()).rejects.toThrow('connection lost');
    runAsTenant(acme, () => meter.count('requests', 1));
  }
  await meter.flush();
  expect(await usage.total()).toBe('4.000000');
});

test('a meter that forgot what it had sent would be seen to count twice', async () => {
  const batch = (meter: UsageMeter): void => runAsTenant(acme, () => meter.count('requests', 1));
  const forgetful = [newMeter(), newMeter()];
  for (const meter of forgetful) {
    batch(meter);
    await meter.flush();
  }
  expect(await usage.total()).not.toBe('1.000000');
});

test('connections that are killed under four pods and three closers: every count once, closed hours stay', async () => {
  const meters = Array.from({ length: 4 }, () => newMeter(losingAnswers(() => Math.random() < 0.2)));
  const closedBuckets = new Map<number, string>();
  let expected = 0;
  let isBusy = true;
  let failures = 0;
  const count = (): void => {
    const tenant = tenants[Math.floor(Math.random() * tenants.length)]!;
    const meter = meters[Math.floor(Math.random() * meters.length)]!;
    const at = hoursAgo(Math.floor(Math.random() * 30));
    runAsTenant(tenant, () => meter.count('tasks', 1, { at }));
    expected += 1;
  };
  const pods = meters.map(async (meter) => {
    while (isBusy) {
      for (let times = 0; times < 50; times++) count();
      await meter.flush().catch(() => (failures += 1));
    }
  });
  const closers = Array.from({ length: 3 }, async (_, number) => {
    for (let hours = 30; hours >= 1; hours -= 1) {
      const closed = await closeHours(usage.database.platform, hours * 60 + number).catch(() => null);
      if (closed) closedBuckets.set(closed.getTime(), await usage.bucketsBefore(closed));
    }
  });
  const killer = (async () => {
    while (isBusy) {
      await usage.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app_a' ORDER BY random() LIMIT 1`,
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  })();
  await Promise.all(closers);
  isBusy = false;
  await Promise.all([...pods, killer]);
  for (const meter of meters) {
    while (
      await meter.flush().then(
        () => false,
        () => true,
      )
    );
  }
  expect(failures).toBeGreaterThan(0);
  expect(await usage.total()).toBe(`${expected}.000000`);
  expect(closedBuckets.size).toBeGreaterThan(1);
  for (const [closed, buckets] of closedBuckets)
    expect(await usage.bucketsBefore(new Date(closed))).toBe(buckets);
}, 120_000);

test('a count that goes into a closed hour past the library would be seen', async () => {
  const closed = await closeHours(usage.database.platform, 120);
  const before = await usage.bucketsBefore(closed);
  await usage.sql(
    `INSERT INTO usage_hours (hour, tenant_id, metric, quantity) VALUES ('${hoursAgo(10).toISOString()}', '${acme.id}', 'tasks', 1)`,
  );
  expect(await usage.bucketsBefore(closed)).not.toBe(before);
});

test('while the database is away counts are kept', async () => {
  let isAway = true;
  const away: PlatformQueries = {
    query: (statement) => usage.database.platform.query(statement),
    transaction: (work) =>
      isAway ? Promise.reject(new Error('away')) : usage.database.platform.transaction(work),
  };
  const meter = newMeter(away);
  for (let minute = 0; minute < 5; minute++) {
    runAsTenant(acme, () => meter.count('requests', 1));
    await expect(meter.flush()).rejects.toThrow('away');
  }
  isAway = false;
  await meter.flush();
  expect(await usage.total()).toBe('5.000000');
});
