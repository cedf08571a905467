import { Redis } from 'ioredis';
import { ValkeyServer } from '../../../../servers/valkey/valkey-server';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { PostgresTenantRegistry } from '../../../../tenancy/registry/postgres-registry';
import { meteredProviderCall } from '../../../../tenancy/usage/metered-provider-call';
import {
  type BudgetEvent,
  ProviderBudget,
  type ProviderBudgetOptions,
} from '../../../../tenancy/usage/provider-budget';
import { ProviderPrices } from '../../../../tenancy/usage/provider-prices';
import { UsageMeter } from '../../../../tenancy/usage/usage-meter';
import { UsagePlatform } from './usage-platform';

const of = { provider: 'sample', model: 'large' };
const prices = new ProviderPrices([
  {
    ...of,
    inputUsdPerMillionTokens: 1,
    outputUsdPerMillionTokens: 1,
    asOf: '2026-01-01',
    source: 'https://prices.example.com',
  },
]);
/** Tokens that cost this much. */
const worth = (usd: number): { input: number; output: number } => ({ input: 0, output: usd * 1_000_000 });

let usage: UsagePlatform;
let valkey: ValkeyServer;
let redis: Redis;
let made = 0;

beforeAll(async () => {
  [usage, valkey] = await Promise.all([UsagePlatform.start(), ValkeyServer.start()]);
  redis = new Redis(valkey.url, { maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
});
afterAll(async () => {
  redis?.disconnect();
  await valkey?.stop();
  await usage?.stop();
});

async function tenantWith(budgetUsd: number | null): Promise<TenantContext> {
  const tenant = await usage.platform.provision(`budget-${++made}`);
  await usage.sql(
    `UPDATE tenants SET provider_budget_usd = ${budgetUsd ?? 'NULL'} WHERE id = '${tenant.id}'`,
  );
  return tenant;
}

const newBudget = (change: Partial<ProviderBudgetOptions> = {}): ProviderBudget => {
  const { platform } = usage.database;
  const registry = new PostgresTenantRegistry(platform);
  return new ProviderBudget({ redis, platform, registry, prices, ...change });
};

/** Spends this much in one call; answers whether it was let through. */
const spend = (
  tenant: TenantContext,
  budget: ProviderBudget,
  usd: number,
  reserveUsd = usd,
): Promise<boolean> =>
  runAsTenant(tenant, async () => {
    try {
      const reservation = await budget.reserve(of, worth(reserveUsd));
      await reservation.settle(worth(usd));
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'limit-reached' });
      return false;
    }
  });

test('calls go through until the budget is spent', async () => {
  const tenant = await tenantWith(1);
  const budget = newBudget();
  const through = [];
  for (let call = 0; call < 5; call++) through.push(await spend(tenant, budget, 0.4));
  expect(through).toEqual([true, true, true, false, false]);
});

test('the refusal says what is spent, and how long until the month ends', async () => {
  const tenant = await tenantWith(0);
  const budget = newBudget({ now: () => new Date('2026-11-30T23:00:00Z') });
  await expect(runAsTenant(tenant, () => budget.reserve(of, worth(1)))).rejects.toMatchObject({
    code: 'limit-reached',
    limit: 'provider-budget',
    retryAfterSeconds: 3600,
    message: "This month's budget of $0 for model providers is spent: raise it, or wait until 2026-12-01.",
  });
});

test.each([1, 2])(
  'of 50 calls at one time through %d pods, less than one reserve goes over the budget',
  async (pods) => {
    const tenant = await tenantWith(1);
    const budgets = Array.from({ length: pods }, () => newBudget());
    const calls = Array.from({ length: 50 }, (_, index) => spendLater(tenant, budgets[index % pods]!, 0.15));
    const through = (await Promise.all(calls)).filter(Boolean).length;
    expect(through).toBe(7);
  },
);

/** The call takes a while, so that all others reserve before it settles. */
const spendLater = (tenant: TenantContext, budget: ProviderBudget, usd: number): Promise<boolean> =>
  runAsTenant(tenant, async () => {
    const reservation = await budget.reserve(of, worth(usd)).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await reservation?.settle(worth(usd));
    return reservation !== null;
  });

test('without reserving, calls at one time would go far over the budget', async () => {
  const tenant = await tenantWith(1);
  const budget = newBudget();
  const checks = Array.from({ length: 50 }, () => runAsTenant(tenant, () => budget.check().then(() => 0.15)));
  const spent = (await Promise.all(checks)).reduce((sum, usd) => sum + usd, 0);
  expect(spent).toBeGreaterThan(1.15);
});

test('what a call does not use is given back', async () => {
  const tenant = await tenantWith(1);
  const budget = newBudget();
  expect(await spend(tenant, budget, 0.01, 5)).toBe(true);
  expect(await spend(tenant, budget, 0.01, 5)).toBe(true);
});

test('what was reserved by a process that died is free again later', async () => {
  const tenant = await tenantWith(1);
  await runAsTenant(tenant, () => newBudget({ callSeconds: 0.2 }).reserve(of, worth(1)));
  expect(await spend(tenant, newBudget(), 0.1)).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(await spend(tenant, newBudget(), 0.1)).toBe(true);
});

test("one tenant's spending leaves another's budget alone", async () => {
  const [spender, other] = [await tenantWith(1), await tenantWith(1)];
  const budget = newBudget();
  await spend(spender, budget, 2);
  expect(await spend(spender, budget, 0.1)).toBe(false);
  expect(await spend(other, budget, 0.1)).toBe(true);
});

test('a tenant without a budget is never refused', async () => {
  const tenant = await tenantWith(null);
  const budget = newBudget();
  expect([await spend(tenant, budget, 1_000_000), await spend(tenant, budget, 1)]).toEqual([true, true]);
});

test('a new month has a new budget', async () => {
  const tenant = await tenantWith(1);
  const inMonth = (month: string): ProviderBudget =>
    newBudget({ now: () => new Date(`${month}-15T00:00:00Z`) });
  await spend(tenant, inMonth('2026-11'), 2);
  expect(await spend(tenant, inMonth('2026-11'), 0.1)).toBe(false);
  expect(await spend(tenant, inMonth('2026-12'), 0.1)).toBe(true);
});

test('a model without a price is refused before anything is sent', async () => {
  const tenant = await tenantWith(1);
  const reserve = runAsTenant(tenant, () =>
    newBudget().reserve({ provider: 'sample', model: 'new' }, worth(1)),
  );
  await expect(reserve).rejects.toMatchObject({ code: 'unpriced' });
});

test('without a tenant nothing is reserved', async () => {
  await expect(newBudget().reserve(of, worth(1))).rejects.toMatchObject({ code: 'no-tenant' });
});

test('80 % and 100 % are told of once each, by all pods together', async () => {
  const tenant = await tenantWith(1);
  const events: BudgetEvent[] = [];
  const budgets = [1, 2].map(() => newBudget({ onThreshold: (event) => events.push(event) }));
  for (let call = 0; call < 12; call++) await spend(tenant, budgets[call % 2]!, 0.1);
  expect(events.map(({ percent, budgetUsd }) => [percent, budgetUsd])).toEqual([
    [80, 1],
    [100, 1],
  ]);
});

describe('with what was metered', () => {
  /** Calls a provider through all layers. */
  const call = (
    tenant: TenantContext,
    budget: ProviderBudget,
    meter: UsageMeter,
    usd: number,
  ): Promise<boolean> =>
    runAsTenant(tenant, () =>
      meteredProviderCall({
        meter,
        budget,
        of,
        most: worth(usd),
        call: async () => true,
        tokens: () => worth(usd),
      }).catch((error: { code: string }) => {
        expect(error.code).toBe('limit-reached');
        return false;
      }),
    );

  test('Redis that comes back empty learns from the database what was spent', async () => {
    const tenant = await tenantWith(1);
    const meter = new UsageMeter({ platform: usage.database.platform });
    const budget = newBudget();
    expect(await call(tenant, budget, meter, 0.9)).toBe(true);
    await meter.flush();
    await redis.flushall();
    expect(await call(tenant, budget, meter, 0.2)).toBe(true);
    expect(await call(tenant, budget, meter, 0.2)).toBe(false);
  });

  test('Redis that lost the last calls is corrected at the next comparison', async () => {
    const tenant = await tenantWith(1);
    const meter = new UsageMeter({ platform: usage.database.platform });
    await call(tenant, newBudget(), meter, 2);
    await meter.flush();
    const [key] = await redis.keys(`tenant:${tenant.id}:quota:*`);
    await redis.hset(key!, 'spent', 0);
    expect(await call(tenant, newBudget(), meter, 0.1)).toBe(false);
  });

  test("its key is one of the tenant's, and expires", async () => {
    const tenant = await tenantWith(1);
    await spend(tenant, newBudget({ now: () => new Date('2026-11-24T00:00:00Z') }), 0.1);
    const key = `tenant:${tenant.id}:quota:provider-usd-2026-11`;
    expect(await redis.ttl(key)).toBeGreaterThan(86_400);
  });

  test('Redis that answers too late holds nothing for calls that are over', async () => {
    const tenant = await tenantWith(1);
    const budget = newBudget();
    await spend(tenant, budget, 0.1);
    await redis.client('PAUSE', 1500, 'ALL');
    expect(await spend(tenant, budget, 0.4)).toBe(true);
    const [key] = await redis.keys(`tenant:${tenant.id}:quota:*`);
    expect(Object.keys(await redis.hgetall(key!)).filter((field) => field.startsWith('r:'))).toEqual([]);
  });

  test('with Redis away, calls go on and stop at the budget', async () => {
    const tenant = await tenantWith(1);
    const meter = new UsageMeter({ platform: usage.database.platform });
    const errors: unknown[] = [];
    const budget = newBudget({ onError: (error) => errors.push(error) });
    await valkey.kill();
    try {
      const through = [];
      for (let number = 0; number < 4; number++) through.push(await call(tenant, budget, meter, 0.4));
      expect(through).toEqual([true, true, true, false]);
      expect(errors.length).toBeGreaterThan(0);
    } finally {
      await valkey.revive();
      await meter.flush();
    }
  });
});
