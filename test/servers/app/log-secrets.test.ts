import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { ApiClient } from './support/api-client';
import { leaksIn } from './support/leaks';
import { ReferencePlatform } from './support/reference-platform';
import type { RunningApplication } from './support/running-application';

/** Everything that may be in a log is, and more than production writes. */
const talkative = { LOG_LEVEL: 'trace' };
/** One that looks like a provider's key, and one that looks like nothing. */
const providerKey = 'sk-ant-api03-Qm9iIHdhcyBoZXJlIGluIHRoZSB0ZXN0';
const passphrase = 'correct horse / battery + staple & forty-two';

/** A platform and four components are started. */
const startMilliseconds = 240_000;

let platform: ReferencePlatform;
let running: Record<'api' | 'realtime' | 'worker' | 'lifecycle', RunningApplication>;
let secrets: Record<string, string>;
let token: string;

beforeAll(async () => {
  platform = await ReferencePlatform.start({ tenants: ['acme', 'globex'], temporal: true });
  const run = (component: string): Promise<RunningApplication> => platform.run(component, talkative);
  running = {
    api: await run('api'),
    realtime: await run('realtime'),
    worker: await run('worker'),
    lifecycle: await run('lifecycle'),
  };
  token = await platform.signIn.token({ tenant: 'acme', scope: 'tenant-admin' });
  const { ENCRYPTION_KEY: encryptionKey, REDIS_URL: redisUrl } = platform.variables('api') as Record<
    string,
    string
  >;
  secrets = {
    token,
    'token of another tenant': await platform.signIn.token({ tenant: 'globex' }),
    'token of staff': await platform.signIn.token({ scope: 'platform-admin' }),
    'tampered token': `${token.slice(0, -8)}AAAAAAAA`,
    encryptionKey: String(encryptionKey),
    'password of the cache': decodeURIComponent(new URL(String(redisUrl)).password),
    'password of the application': platform.tenants.logins.application.password,
    'password of the migrator': platform.tenants.logins.migrator.password,
    providerKey,
    passphrase,
  };
}, startMilliseconds);
afterAll(() => platform?.stop());

const output = (): string =>
  Object.values(running)
    .map((component) => component.log())
    .join('');

const secret = (name: string): string => secrets[name] ?? '';

/** A request that shows a secret wherever a client may put one; not as X-Request-Id, which it wants to be logged. */
async function careless(client: ApiClient, value: string): Promise<void> {
  const shown = encodeURIComponent(value);
  const headers = {
    Cookie: `session=${shown}`,
    'X-Api-Key': shown,
  };
  await client.call('GET', `/v1/agents?access_token=${shown}&key=${shown}`, { headers });
  await client.call('GET', `/v1/agents/${shown}`);
  await client.call('POST', '/v1/agents', { body: { name: value, instructions: value, wrong: value } });
  await client.call('PUT', '/v1/credentials/key', { body: { secret: { value }, provider: value } });
  await fetch(`${running.api.url}/v1/tasks`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${Buffer.from(value).toString('base64')}`,
    },
    body: `{"text": "${value}`,
  });
}

async function connect(auth: object, query: Record<string, string> = {}): Promise<void> {
  const socket = io(running.realtime.url, {
    auth,
    query,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  await Promise.race([once(socket as never, 'connect'), once(socket as never, 'connect_error')]);
  socket.emit('message', { token });
  socket.close();
}

test('no secret of a request is logged', async () => {
  for (const value of Object.values(secrets)) {
    for (const bearer of [token, secret('tampered token')]) {
      await careless(new ApiClient(running.api, bearer), value);
    }
  }
  expect(running.api.lines().filter(({ message }) => message === 'request').length).toBeGreaterThan(50);
  expect(leaksIn(output(), secrets)).toEqual([]);
});

test('no secret of a socket is logged', async () => {
  await connect({ token });
  await connect({ token: secret('tampered token') });
  await connect({ token: providerKey, apiKey: providerKey }, { access_token: token });
  expect(running.realtime.lines().length).toBeGreaterThan(0);
  expect(leaksIn(output(), secrets)).toEqual([]);
});

test('neither a stored credential nor the text of a task is logged', async () => {
  const acme = new ApiClient(running.api, token);
  for (const [name, value] of [
    ['one', providerKey],
    ['two', passphrase],
  ]) {
    const stored = await acme.call('PUT', `/v1/credentials/${name}`, {
      body: { secret: value, provider: 'sample' },
    });
    expect(stored.status).toBe(204);
  }
  const agent = await acme.agent();
  for (const durable of [false, true]) {
    const task = await acme.finished(
      await acme.task(agent, `Sign in with ${providerKey} or ${passphrase}`, { durable }),
    );
    expect(task.state).toBe('done');
  }
  expect(running.worker.lines().length).toBeGreaterThan(0);
  expect(leaksIn(output(), secrets)).toEqual([]);
});

test('no secret is logged of an environment that breaks the contract', async () => {
  const broken = await platform.run('api', {
    ENCRYPTION_KEY: `${secret('encryptionKey')}0`,
    DATABASE_URL: `mysql://app:${secret('password of the application')}@localhost/app`,
  });
  expect(await broken.exit).not.toBe(0);
  expect(broken.log()).toContain('the environment breaks the contract');
  expect(leaksIn(broken.log(), secrets)).toEqual([]);
});

test('what a component logs of itself is found, if it logs a token', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'));
  const planted = join(folder, 'log-headers.js');
  writeFileSync(
    planted,
    `const { Server } = require('node:http');
const { emit } = Server.prototype;
Server.prototype.emit = function (event, request) {
  if (event === 'request') console.log(JSON.stringify({ level: 'info', headers: request.headers }));
  return emit.apply(this, arguments);
};`,
  );
  const api = await platform.run('api', { NODE_OPTIONS: `--require ${planted}` });
  await new ApiClient(api, token).call('GET', '/v1/agents');
  await api.stop();
  rmSync(folder, { recursive: true });
  expect(leaksIn(api.log(), secrets)).toEqual(['token', 'tampered token']);
});

test('no secret is logged while stores are away', async () => {
  await platform.valkey.stop();
  await platform.tenants.pgbouncer.stop();
  const acme = new ApiClient(running.api, token);
  const { status } = await acme.call('POST', '/v1/agents', {
    body: { name: 'away', instructions: 'Be brief.', provider: 'sample', model: 'echo-small' },
  });
  expect(status).toBeGreaterThanOrEqual(500);
  await Promise.all(Object.values(running).map((component) => component.stop()));
  expect(output()).toMatch(/"level":"(warn|error)"/);
  expect(leaksIn(output(), secrets)).toEqual([]);
});
