import type { Redis } from 'ioredis';
import { ValkeyServer } from '../../../../servers/valkey/valkey-server';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { ProviderBackoff, type ProviderBackoffOptions } from '../../../../tenancy/limits/provider-backoff';
import { ProviderBusy } from '../../../../tenancy/limits/provider-busy';
import { acme, globex } from '../../../tenancy/context/listed-tenants';
import { readyRedis } from './ready-redis';

let valkey: ValkeyServer;
let redis: Redis;
beforeAll(async () => {
  valkey = await ValkeyServer.start();
});
beforeEach(async () => {
  redis = await readyRedis(valkey.url);
  await redis.flushall();
});
afterEach(() => redis.disconnect());
afterAll(() => valkey.stop());

const key = (tenant = acme, provider = 'openai') => `tenant:${tenant.id}:backoff:${provider}`;
const backoffOf = (options: Partial<ProviderBackoffOptions> = {}) =>
  new ProviderBackoff({ redis, random: () => 0.5, ...options });

/** A provider whose answers the test decides, and that counts the calls that reach it. */
class Provider {
  calls = 0;
  busy: ProviderBusy | undefined;

  call = async (): Promise<string> => {
    this.calls += 1;
    if (this.busy) throw this.busy;
    return 'answer';
  };
}

const busy = (retryAfterSeconds?: number): Provider => {
  const provider = new Provider();
  provider.busy = new ProviderBusy('openai', retryAfterSeconds);
  return provider;
};

const run = (backoff: ProviderBackoff, provider: Provider, tenant = acme, name = 'openai') =>
  runAsTenant(tenant, () => backoff.run(name, provider.call));
const outcome = (running: Promise<unknown>) => running.catch((error: Error) => error.name);

/** Lets the wait be over, as time would. */
const wakeUp = (at = key()) => redis.hset(at, 'until', '0');

/** How long calls now have to wait, in ms. */
async function waitMs(at = key()): Promise<number> {
  const [seconds = 0, micros = 0] = (await redis.time()).map(Number);
  return Number(await redis.hget(at, 'until')) - (seconds * 1000 + micros / 1000);
}

test('calls pass while the provider answers', async () => {
  expect(await run(backoffOf(), new Provider())).toBe('answer');
});

test('a provider that answers leaves nothing behind', async () => {
  await run(backoffOf(), new Provider());
  expect(await redis.keys('*')).toEqual([]);
});

test('after a busy answer no call goes out', async () => {
  const provider = busy();
  const backoff = backoffOf();
  await outcome(run(backoff, provider));
  expect([await outcome(run(backoff, provider)), provider.calls]).toEqual(['LimitReached', 1]);
});

test('another pod leaves the provider alone too', async () => {
  const provider = busy();
  await outcome(run(backoffOf(), provider));
  expect(await outcome(run(backoffOf(), provider))).toBe('LimitReached');
});

test('other tenants notice nothing', async () => {
  const backoff = backoffOf();
  await outcome(run(backoff, busy()));
  expect(await run(backoff, new Provider(), globex)).toBe('answer');
});

test('other providers notice nothing', async () => {
  const backoff = backoffOf();
  await outcome(run(backoff, busy()));
  expect(await run(backoff, new Provider(), acme, 'anthropic')).toBe('answer');
});

test('an error of another kind changes nothing', async () => {
  const backoff = backoffOf();
  await outcome(
    runAsTenant(acme, () => backoff.run('openai', () => Promise.reject(new Error('bad prompt')))),
  );
  expect(await run(backoff, new Provider())).toBe('answer');
});

test('the wait is what the provider asked for', async () => {
  await outcome(run(backoffOf(), busy(40)));
  expect(Math.round((await waitMs()) / 1000)).toBe(40);
});

test('the refusal says when to come back', async () => {
  const backoff = backoffOf();
  await outcome(run(backoff, busy(40)));
  await expect(run(backoff, busy())).rejects.toMatchObject({
    limit: 'provider-backoff',
    retryAfterSeconds: 40,
  });
});

test('a provider cannot ask for more than the cap', async () => {
  await outcome(run(backoffOf({ retryAfterCapSeconds: 100 }), busy(1e9)));
  expect(Math.round((await waitMs()) / 1000)).toBe(100);
});

test('the wait doubles with every failure, up to the cap', async () => {
  const backoff = backoffOf({ baseSeconds: 100, capSeconds: 500, random: () => 1 });
  const waits: number[] = [];
  for (let failure = 0; failure < 5; failure++) {
    await outcome(run(backoff, busy()));
    waits.push(Math.round((await waitMs()) / 1000));
    await wakeUp();
  }
  expect(waits).toEqual([100, 200, 400, 500, 500]);
});

test('jitter spreads the waits over the second half', async () => {
  const waits: number[] = [];
  for (const random of [0, 0.5, 1]) {
    await redis.flushall();
    await outcome(run(backoffOf({ baseSeconds: 100, random: () => random }), busy()));
    waits.push(Math.round((await waitMs()) / 1000));
  }
  expect(waits).toEqual([50, 75, 100]);
});

test('failures of calls that were under way together count as one', async () => {
  const backoff = backoffOf({ baseSeconds: 100, random: () => 1 });
  await Promise.all(Array.from({ length: 20 }, () => outcome(run(backoff, busy()))));
  expect(await redis.hget(key(), 'failures')).toBe('1');
});

test('after the wait one call tries, and the others still wait', async () => {
  const backoff = backoffOf();
  await outcome(run(backoff, busy()));
  await wakeUp();
  const provider = new Provider();
  const slow = {
    ...provider,
    call: () => new Promise<string>((resolve) => setTimeout(() => resolve('answer'), 50)),
  };
  const outcomes = await Promise.all(
    [1, 2, 3, 4].map(() => outcome(runAsTenant(acme, () => backoff.run('openai', slow.call)))),
  );
  expect(outcomes.sort()).toEqual(['LimitReached', 'LimitReached', 'LimitReached', 'answer']);
});

test('when the one call succeeds all pass again', async () => {
  const backoff = backoffOf();
  await outcome(run(backoff, busy()));
  await wakeUp();
  await run(backoff, new Provider());
  const provider = new Provider();
  await Promise.all([1, 2, 3].map(() => run(backoff, provider)));
  expect(provider.calls).toBe(3);
});

test('a call that tried and never came back blocks nobody for ever', async () => {
  const backoff = backoffOf({ probeSeconds: 0.05 });
  await outcome(run(backoff, busy()));
  await wakeUp();
  void runAsTenant(acme, () => backoff.run('openai', () => new Promise(() => undefined)));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await run(backoff, new Provider())).toBe('answer');
});

test('what is remembered is forgotten some time after the wait', async () => {
  await outcome(run(backoffOf({ capSeconds: 300 }), busy(40)));
  expect(Math.round((await redis.pttl(key())) / 1000)).toBe(640);
});

test('without Redis calls go out', async () => {
  const backoff = backoffOf();
  await outcome(run(backoff, busy()));
  redis.disconnect();
  expect(await run(backoff, new Provider())).toBe('answer');
});

test('a provider with a name that reaches into another key is refused', async () => {
  await expect(run(backoffOf(), new Provider(), acme, 'x:y')).rejects.toMatchObject({
    code: 'invalid-identifier',
  });
});
