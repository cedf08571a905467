import fc from 'fast-check';
import type { PlatformQueries } from '../../../../tenancy/database/unit-of-work';
import { closeHours, forgetOldSources } from '../../../../tenancy/usage/close-hours';
import { recordUsage, type UsageBatch } from '../../../../tenancy/usage/record-usage';
import { decimalOf } from '../../../../tenancy/usage/usage-metrics';
import { countOf, hoursAgo, UsagePlatform } from './usage-platform';

const acme = '11111111-1111-4111-8111-111111111111';
const globex = '22222222-2222-4222-8222-222222222222';
let usage: UsagePlatform;

beforeAll(async () => {
  usage = await UsagePlatform.start();
});
afterAll(() => usage?.stop());
beforeEach(() => usage.reset());

const record = (batch: UsageBatch): Promise<boolean> => recordUsage(usage.database.platform, batch);

test('a batch is counted in the hour in which it was used', async () => {
  await record({ source: 'pod', sequence: 1, counts: [countOf(acme, hoursAgo(3), 2)] });
  expect(await usage.total(`hour = '${hoursAgo(3).toISOString()}' AND late_quantity = 0`)).toBe('2.000000');
});

test('a batch that is delivered again is not counted again', async () => {
  const batch = { source: 'pod', sequence: 1, counts: [countOf(acme, hoursAgo(0), 2)] };
  expect([await record(batch), await record(batch)]).toEqual([true, false]);
  expect(await usage.total()).toBe('2.000000');
});

test('twenty deliveries of one batch at one time are counted once', async () => {
  const batch = { source: 'pod', sequence: 1, counts: [countOf(acme, hoursAgo(0), 2)] };
  const counted = await Promise.all(Array.from({ length: 20 }, () => record(batch)));
  expect(counted.filter(Boolean)).toHaveLength(1);
  expect(await usage.total()).toBe('2.000000');
});

test('batches of many pods at one time, in any order of rows, all count', async () => {
  const counts = Array.from({ length: 40 }, (_, index) =>
    countOf(index % 2 ? acme : globex, hoursAgo(index % 5), 1),
  );
  await Promise.all(
    Array.from({ length: 20 }, (_, pod) =>
      record({ source: `pod-${pod}`, sequence: 1, counts: pod % 2 ? counts : [...counts].reverse() }),
    ),
  );
  expect(await usage.total()).toBe('800.000000');
});

test('what comes after its hour was closed is counted late, in the present hour', async () => {
  await closeHours(usage.database.platform, 120);
  await record({
    source: 'pod',
    sequence: 1,
    counts: [countOf(acme, hoursAgo(10), 5), countOf(acme, hoursAgo(0), 1)],
  });
  expect(await usage.sql('SELECT hour, quantity, late_quantity FROM usage_hours')).toEqual([
    { hour: hoursAgo(0), quantity: '6.000000', late_quantity: '5.000000' },
  ]);
});

test('what a clock far ahead reports is counted in the present hour, and not as late', async () => {
  await record({ source: 'pod', sequence: 1, counts: [countOf(acme, hoursAgo(-48), 5)] });
  expect(await usage.total(`hour = '${hoursAgo(0).toISOString()}' AND late_quantity = 0`)).toBe('5.000000');
});

test('an hour that is closed is never opened again', async () => {
  const closed = await closeHours(usage.database.platform, 60);
  expect(await closeHours(usage.database.platform, 600)).toEqual(closed);
});

test('an hour stays open for the minutes of grace after its end', async () => {
  const closed = await closeHours(usage.database.platform, 10);
  const minutesSinceEnd = (Date.now() - closed.getTime()) / 60_000;
  expect(minutesSinceEnd).toBeGreaterThanOrEqual(10);
  expect(minutesSinceEnd).toBeLessThan(71);
});

test('closing waits for a batch that is on its way into the hour', async () => {
  const order: string[] = [];
  let closing: Promise<unknown> | undefined;
  const slow: PlatformQueries = {
    ...usage.database.platform,
    transaction: (work) =>
      usage.database.platform.transaction((transaction) =>
        work({
          query: async (statement) => {
            if (!statement.text.includes('INTO public.usage_hours')) return transaction.query(statement);
            closing = closeHours(usage.database.platform, 0).then(() => order.push('closed'));
            await usage.sql(`SELECT pg_sleep(0.2)`);
            const rows = await transaction.query<never>(statement);
            order.push('counted');
            return rows;
          },
        }),
      ),
  };
  await recordUsage(slow, { source: 'pod', sequence: 1, counts: [countOf(acme, hoursAgo(3), 1)] });
  await closing;
  expect(order).toEqual(['counted', 'closed']);
});

test('sources of the last weeks are remembered', async () => {
  await record({ source: 'recent', sequence: 1, counts: [] });
  await record({ source: 'old', sequence: 1, counts: [] });
  await usage.sql(`UPDATE usage_sources SET received_at = now() - interval '36 days' WHERE source = 'old'`);
  expect(await forgetOldSources(usage.database.platform)).toBe(1);
  expect(await usage.sql('SELECT source FROM usage_sources')).toEqual([{ source: 'recent' }]);
});

test("a tenant's role sees no usage", async () => {
  await usage.platform.provision('initech');
  const [row] = await usage.sql(
    `SELECT bool_or(has_table_privilege('tenant_initech', c.oid, 'SELECT, INSERT, UPDATE, DELETE')) AS may
     FROM pg_class c WHERE relname LIKE 'usage_%' AND relkind = 'r'`,
  );
  expect(row!.may).toBe(false);
});

/** One thing that happens: a source delivers a new batch or an old one again, or an hour is closed. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('deliver' as const),
      source: fc.nat(2),
      hours: fc.array(fc.nat(8), { maxLength: 4 }),
      quantity: fc.nat(1_000_000),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('again' as const), which: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('close' as const), hours: fc.nat(8) }) },
);

test('whatever is delivered, delivered again and closed: all counts once, and no closed hour changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 25 }), async (happenings) => {
      await usage.reset();
      const delivered: UsageBatch[] = [];
      const sequences = [0, 0, 0];
      let closed = hoursAgo(72);
      let closedBuckets = '[]';
      for (const event of happenings) {
        if (event.what === 'deliver') {
          const sequence = (sequences[event.source]! += 1);
          const counts = event.hours.map((hours) => countOf(acme, hoursAgo(hours), event.quantity / 7));
          const batch = { source: `pod-${event.source}`, sequence, counts };
          expect(await record(batch)).toBe(true);
          delivered.push(batch);
        } else if (event.what === 'again') {
          const batch = delivered[event.which % Math.max(1, delivered.length)];
          if (batch) expect(await record(batch)).toBe(false);
        } else {
          closed = await closeHours(usage.database.platform, 60 * event.hours);
          closedBuckets = await usage.bucketsBefore(closed);
        }
        expect(await usage.bucketsBefore(closed)).toBe(closedBuckets);
      }
      const all = delivered.flatMap(({ counts }) => counts).reduce((sum, { micros }) => sum + micros, 0n);
      expect(await usage.total()).toBe(decimalOf(all));
    }),
    { numRuns: 30 },
  );
}, 120_000);
