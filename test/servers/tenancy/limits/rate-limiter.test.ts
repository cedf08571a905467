import type { Redis } from 'ioredis';
import { ValkeyServer } from '../../../../servers/valkey/valkey-server';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { RateLimiter } from '../../../../tenancy/limits/rate-limiter';
import type { TenantRecord } from '../../../../tenancy/registry/tenant-record';
import { acme, globex, ListedTenants } from '../../../tenancy/context/listed-tenants';
import { readyRedis } from './ready-redis';

let valkey: ValkeyServer;
let pods: Redis[];
beforeAll(async () => {
  valkey = await ValkeyServer.start({ password: 'secret' });
});
beforeEach(async () => {
  pods = [await readyRedis(valkey.url), await readyRedis(valkey.url)];
  await pods[0]?.flushall();
});
afterEach(() => pods.forEach((pod) => pod.disconnect()));
afterAll(() => valkey.stop());

const limiters = (registry = new ListedTenants(acme, globex), onRedisAway?: () => void) =>
  pods.map((redis) => new RateLimiter({ redis, registry, onRedisAway }));

/** Sends requests of one tenant to the limiters in turn, and counts those that pass. */
async function passed(
  tenant: TenantRecord,
  limits: readonly RateLimiter[],
  requests: number,
): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: requests }, (_, index) =>
      runAsTenant(tenant, () => limits[index % limits.length]?.consume()),
    ),
  );
  return answers.filter((answer) => answer?.allowed).length;
}

test('two pods share the limit of a tenant', async () => {
  expect(await passed(acme, limiters(), 300)).toBe(100);
});

test("one tenant's flood takes nothing from another", async () => {
  const both = limiters();
  await passed(acme, both, 300);
  expect(await passed(globex, both, 100)).toBe(100);
});

test('an answer tells where the tenant stands', async () => {
  const [limiter] = limiters();
  const answer = await runAsTenant(acme, () => limiter?.consume());
  expect(answer).toEqual({ allowed: true, limit: 100, remaining: 99, resetSeconds: 60, windowSeconds: 60 });
});

test('a refusal tells when to come back', async () => {
  const [limiter] = limiters();
  if (!limiter) throw new Error('There is no limiter.');
  await passed(acme, [limiter], 101);
  const { allowed, remaining, resetSeconds } = await runAsTenant(acme, () => limiter.consume());
  expect({ allowed, remaining, isWithinWindow: resetSeconds >= 1 && resetSeconds <= 60 }).toEqual({
    allowed: false,
    remaining: 0,
    isWithinWindow: true,
  });
});

test('a larger tier holds at once and keeps what was used', async () => {
  const registry = new ListedTenants(acme);
  const both = limiters(registry);
  await passed(acme, both, 100);
  registry.put({ ...acme, tier: 'starter' });
  expect(await passed(acme, both, 600)).toBe(400);
});

test('a contract goes over the tier', async () => {
  const registry = new ListedTenants({ ...acme, contractLimits: { requestsPerMinute: 7 } });
  expect(await passed(acme, limiters(registry), 20)).toBe(7);
});

test('all keys begin with the tenant and expire', async () => {
  const [redis] = pods;
  await passed(acme, limiters(), 3);
  const key = `tenant:${acme.id}:ratelimit:requests`;
  expect([await redis?.keys('*'), (await redis?.ttl(key)) ?? 0]).toEqual([[key], expect.closeTo(59, -1)]);
});

test('a window is over when its key has expired', async () => {
  const both = limiters(new ListedTenants({ ...acme, contractLimits: { requestsPerMinute: 7 } }));
  await passed(acme, both, 6);
  await pods[0]?.del(`tenant:${acme.id}:ratelimit:requests`);
  expect(await passed(acme, both, 20)).toBe(7);
});

test('without Redis every pod counts for itself, and the API stays up', async () => {
  const both = limiters();
  await valkey.kill();
  const allowed = await passed(acme, both, 500);
  await valkey.revive();
  expect(allowed).toBe(200);
});

test('a Redis that hangs is as good as none', async () => {
  pods.push(await readyRedis(valkey.url, 100));
  const away: string[] = [];
  const impatient = limiters(undefined, () => away.push('away')).slice(-1);
  await pods[0]?.call('CLIENT', 'PAUSE', '1000', 'ALL');
  expect([await passed(acme, impatient, 300), away.length]).toEqual([100, 300]);
});

test('when Redis is back the pods share the limit again', async () => {
  const both = limiters();
  await valkey.kill();
  await passed(acme, both, 20);
  await valkey.revive();
  await Promise.all(
    pods.map((pod) => pod.status === 'ready' || new Promise((resolve) => pod.once('ready', resolve))),
  );
  expect(await passed(acme, both, 300)).toBe(100);
});

test('without a tenant nothing is counted', async () => {
  await expect(limiters()[0]?.consume()).rejects.toMatchObject({ code: 'no-tenant' });
});
