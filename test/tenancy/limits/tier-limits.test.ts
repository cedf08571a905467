import { runAsTenant } from '../../../tenancy/context/current-tenant';
import { currentLimits, limitsOf, tierLimits } from '../../../tenancy/limits/tier-limits';
import { acme, globex, ListedTenants, tenantRecord } from '../context/listed-tenants';

const contract = { requestsPerMinute: 10_000, agents: 1000, tasks: 2000, storageGib: 500 };

test('the tiers have the limits of the price list', () => {
  expect(tierLimits).toEqual({
    free: { requestsPerMinute: 100, agents: 5, tasks: 10, storageGib: 1 },
    starter: { requestsPerMinute: 500, agents: 20, tasks: 50, storageGib: 10 },
    growth: { requestsPerMinute: 2000, agents: 100, tasks: 200, storageGib: 50 },
  });
});

test('a tenant has the limits of its tier', () => {
  expect(limitsOf({ tier: 'starter', contractLimits: null })).toEqual(tierLimits.starter);
});

test('a contract changes what it names and nothing else', () => {
  expect(limitsOf({ tier: 'starter', contractLimits: { agents: 25 } })).toEqual({
    ...tierLimits.starter,
    agents: 25,
  });
});

test('a contract may allow less than the tier', () => {
  expect(limitsOf({ tier: 'growth', contractLimits: { tasks: 0 } }).tasks).toBe(0);
});

test('Enterprise has the limits of its contract', () => {
  expect(limitsOf({ tier: 'enterprise', contractLimits: contract })).toEqual(contract);
});

test('Enterprise without a contract has no limits to go by, and is refused with all that is missing', () => {
  expect(() => limitsOf({ tier: 'enterprise', contractLimits: { agents: 10 } })).toThrow(
    "State these limits in the tenant's contract: requestsPerMinute, tasks, storageGib.",
  );
});

test.each([
  { agents: -1 },
  { agents: 1.5 },
  { tasks: Number.NaN },
  { storageGib: Infinity },
  { requestsPerMinute: 0 },
])('the contract %j is refused', (contractLimits) => {
  expect(() => limitsOf({ tier: 'free', contractLimits })).toThrow(
    expect.objectContaining({ code: 'conflict' }),
  );
});

test('a limit that nobody knows is refused by its name', () => {
  const contractLimits = JSON.parse('{"users":5}');
  expect(() => limitsOf({ tier: 'free', contractLimits })).toThrow('contract: users.');
});

test('the current limits are of the current tenant, as the registry knows them now', async () => {
  const registry = new ListedTenants(acme, tenantRecord({ ...globex, tier: 'growth' }));
  registry.put(tenantRecord({ ...acme, tier: 'starter' }));
  expect((await runAsTenant(acme, () => currentLimits(registry))).agents).toBe(20);
});

test('without a tenant there are no limits', async () => {
  await expect(currentLimits(new ListedTenants(acme))).rejects.toMatchObject({ code: 'no-tenant' });
});
