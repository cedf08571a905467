import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './support/api-client';
import { ReferencePlatform } from './support/reference-platform';
import type { RunningApplication } from './support/running-application';

let platform: ReferencePlatform;
let api: RunningApplication;
let worker: RunningApplication;
let acme: ApiClient;
let globex: ApiClient;

beforeAll(async () => {
  platform = await ReferencePlatform.start({ tenants: ['acme', 'globex'], temporal: true });
  await platform.tenants.provision('free-tier', 'free');
  api = await platform.run('api');
  worker = await platform.run('worker');
  const client = async (tenant: string): Promise<ApiClient> =>
    new ApiClient(api, await platform.signIn.token({ tenant, scope: 'tenant-admin' }));
  [acme, globex] = [await client('acme'), await client('globex')];
});
afterAll(() => platform?.stop());

const clientOf = async (tenant: string): Promise<ApiClient> =>
  new ApiClient(api, await platform.signIn.token({ tenant }));

test('a task is carried out', async () => {
  const task = await acme.finished(await acme.task(await acme.agent(), 'one two three'));
  expect(task).toMatchObject({ state: 'done', result: { answer: 'three two one', calls: 1 } });
});

test('a durable task is carried out by a workflow, step by step', async () => {
  const task = await acme.finished(
    await acme.task(await acme.agent(), 'one two\n\nthree four', { durable: true }),
  );
  expect(task).toMatchObject({ state: 'done', result: { answer: 'two one\n\nfour three', calls: 2 } });
});

test('a task of an agent that was deleted fails, and says why', async () => {
  await worker.stop();
  const agentId = await acme.agent();
  const taskId = await acme.task(agentId, 'Do it.');
  await acme.call('DELETE', `/v1/agents/${agentId}`);
  worker = await platform.run('worker');
  expect(await acme.finished(taskId)).toMatchObject({
    state: 'failed',
    error: 'The agent of this task was deleted.',
  });
});

test('a durable task of an agent that was deleted fails at once', async () => {
  await worker.stop();
  const agentId = await acme.agent();
  const taskId = await acme.task(agentId, 'Do it.', { durable: true });
  await acme.call('DELETE', `/v1/agents/${agentId}`);
  worker = await platform.run('worker');
  expect(await acme.finished(taskId)).toMatchObject({ state: 'failed', attempts: 1 });
});

test('nothing of a tenant is seen by another', async () => {
  const taskId = await acme.task(await acme.agent(), 'one');
  expect((await globex.call('GET', `/v1/tasks/${taskId}`)).status).toBe(404);
});

test('a tenant cannot give another’s agent a task', async () => {
  const body = { agentId: await acme.agent(), text: 'Do it.' };
  const headers = { 'Idempotency-Key': randomUUID() };
  expect((await globex.call('POST', '/v1/tasks', { body, headers })).status).toBe(404);
});

test('what was used is metered, by provider and model', async () => {
  const initech = await clientOf('globex');
  await initech.finished(await initech.task(await initech.agent(), 'one two three'));
  // Counts come to the database every five seconds.
  let usage: { metric: string; provider: string; quantity: number }[] = [];
  while (!usage.some(({ metric }) => metric === 'tasks')) {
    await sleep(200);
    usage = (await globex.get<{ usage: typeof usage }>('/v1/usage')).usage;
  }
  expect(usage.find(({ metric }) => metric === 'provider_calls')).toMatchObject({
    provider: 'sample',
    quantity: 1,
  });
});

test('a free tenant has five agents at most', async () => {
  const free = await clientOf('free-tier');
  const body = () => ({ name: randomUUID(), instructions: '', provider: 'sample', model: 'echo-small' });
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => free.call('POST', '/v1/agents', { body: body() })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 429, 429, 429]);
});

test('after a hundred requests in a minute a free tenant is asked to wait', async () => {
  const free = await clientOf('free-tier');
  let answer = await free.call('GET', '/v1/agents');
  for (let sent = 0; answer.status !== 429 && sent < 120; sent++)
    answer = await free.call('GET', '/v1/agents');
  expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
});

test('figures carry the tenant', async () => {
  const text = await (await fetch(`${worker.url}/metrics`)).text();
  expect(text).toMatch(/^tasks_finished_total\{kind="agent-run",outcome="done",tenant="acme"\} [1-9]/m);
});

test('queue depth is a figure of each worker', async () => {
  expect(await (await fetch(`${worker.url}/metrics`)).text()).toMatch(/^tasks_waiting \d+$/m);
});

test('a task that a killed worker had in hand is carried out by another', async () => {
  const agentId = await acme.agent();
  const ids = await Promise.all(
    Array.from({ length: 30 }, (_, index) => acme.task(agentId, `task ${index}`)),
  );
  await worker.stop('SIGKILL');
  worker = await platform.run('worker');
  const states = new Set<string>();
  for (const id of ids) states.add((await acme.finished(id)).state);
  expect([...states]).toEqual(['done']);
}, 120_000);

test('a worker ends with 0', async () => {
  expect(await worker.stop()).toBe(0);
});

test('without Temporal a worker carries out what needs none, and says so', async () => {
  const alone = await platform.run('worker', { TEMPORAL_ADDRESS: '127.0.0.1:1' });
  await acme.finished(await acme.task(await acme.agent(), 'one'));
  expect(await (await fetch(`${alone.url}/ready`)).json()).toMatchObject({
    ready: true,
    dependencies: { temporal: 'down' },
  });
});
