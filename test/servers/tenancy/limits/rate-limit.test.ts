import express from 'express';
import type { Redis } from 'ioredis';
import { ValkeyServer } from '../../../../servers/valkey/valkey-server';
import { answerProblems } from '../../../../tenancy/http/answer-problems';
import { authenticate } from '../../../../tenancy/http/authenticate';
import { tenantFromRequest } from '../../../../tenancy/http/tenant-from-request';
import { TokenVerifier } from '../../../../tenancy/http/token-verifier';
import { LimitReached } from '../../../../tenancy/limits/limit-reached';
import { rateLimit } from '../../../../tenancy/limits/rate-limit';
import { RateLimiter } from '../../../../tenancy/limits/rate-limiter';
import { acme, globex, ListedTenants } from '../../../tenancy/context/listed-tenants';
import { RunningApp } from '../../../tenancy/http/running-app';
import { audience, TokenIssuer } from '../../../tenancy/http/token-issuer';
import { readyRedis } from './ready-redis';

let valkey: ValkeyServer;
let redis: Redis;
let issuer: TokenIssuer;
let running: RunningApp;
beforeAll(async () => {
  valkey = await ValkeyServer.start();
  redis = await readyRedis(valkey.url);
  issuer = await TokenIssuer.start();
});
// A limiter remembers by itself for how long a tenant is refused, so each test has its own.
beforeEach(async () => {
  await redis.flushall();
  const registry = new ListedTenants({ ...acme, contractLimits: { requestsPerMinute: 3 } }, globex);
  const app = express();
  app.use(authenticate(new TokenVerifier({ issuer: issuer.url, jwksUrl: issuer.jwksUrl, audience })));
  app.use(tenantFromRequest({ sources: {}, registry }), rateLimit(new RateLimiter({ redis, registry })));
  app.get('/', (_request, response) => response.send('served'));
  app.post('/agents', () => {
    throw new LimitReached('The tenant may have 5 agents.', {
      limit: 'agents',
      retryAfterSeconds: 60,
      quota: 5,
    });
  });
  app.use(answerProblems());
  running = await RunningApp.start(app);
});
afterEach(() => running.stop());
afterAll(async () => {
  await issuer.stop();
  redis.disconnect();
  await valkey.stop();
});

async function send(tenant: string, count: number, sent = {}) {
  const headers = { authorization: `Bearer ${await issuer.token({ tenant })}` };
  const answers = [];
  for (let index = 0; index < count; index++) answers.push(await running.send({ headers, ...sent }));
  return answers;
}

test('requests pass up to the limit and are answered 429 beyond', async () => {
  const answers = await send('acme-corp', 5);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
});

test("a tenant over its limit slows nobody else's requests", async () => {
  await send('acme-corp', 5);
  expect((await send('globex', 1)).map(({ status }) => status)).toEqual([200]);
});

test('every answer states the policy and what is left of it', async () => {
  const [first] = await send('acme-corp', 1);
  expect([first?.headers['ratelimit-policy'], first?.headers['ratelimit']]).toEqual([
    '"requests";q=3;w=60',
    '"requests";r=2;t=60',
  ]);
});

test('a refusal says when to come back, and not before the window ends', async () => {
  const refused = (await send('acme-corp', 4)).at(-1);
  const [, seconds] = /^"requests";r=0;t=(\d+)$/.exec(String(refused?.headers['ratelimit'])) ?? [];
  expect([refused?.headers['retry-after'], Number(seconds) > 0]).toEqual([seconds, true]);
});

test('a refusal is a problem that names the limit', async () => {
  const refused = (await send('acme-corp', 4)).at(-1);
  expect([refused?.headers['content-type'], JSON.parse(refused?.body ?? '')]).toEqual([
    'application/problem+json',
    expect.objectContaining({ status: 429, code: 'limit-reached', 'violated-policies': ['requests'] }),
  ]);
});

test('a quota that a handler finds used up is answered alike', async () => {
  const [refused] = await send('globex', 1, { method: 'POST', path: '/agents' });
  expect([refused?.status, refused?.headers['retry-after']]).toEqual([429, '60']);
});

test('the answer about a quota states it beside the limit on requests', async () => {
  const [refused] = await send('globex', 1, { method: 'POST', path: '/agents' });
  expect([refused?.headers['ratelimit-policy'], refused?.headers['ratelimit']]).toEqual([
    '"requests";q=100;w=60, "agents";q=5',
    '"requests";r=99;t=60, "agents";r=0;t=60',
  ]);
});
