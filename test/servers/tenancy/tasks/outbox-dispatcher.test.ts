import { Queue } from 'bullmq';
import { currentTenant } from '../../../../tenancy/context/current-tenant';
import { Outbox } from '../../../../tenancy/tasks/outbox';
import { eventually, TaskPlatform } from './task-platform';

const slugs = ['acme', 'bravo', 'charlie', 'delta'];
let tasks: TaskPlatform;
let outbox: Outbox;
let queue: Queue;

beforeAll(async () => {
  tasks = await TaskPlatform.start(slugs);
  outbox = new Outbox(tasks.database.platform);
  queue = new Queue('sample', { connection: tasks.redis, prefix: 'queue' });
  queue.on('error', () => {});
});
afterAll(() => tasks.stop());
afterEach(() => tasks.reset());

const acceptMany = async (slug: string, count: number): Promise<string[]> => {
  const accepted = await Promise.all(Array.from({ length: count }, () => tasks.accept(slug)));
  return accepted.map(({ id }) => id);
};
const tagsOf = async (window: number) =>
  (await outbox.takeDue(window, 100))?.map(({ tenant, startTag }) => `${tenant.slug} ${startTag}`).sort();

describe('a round', () => {
  test('takes each tenant’s tasks up to its window', async () => {
    await acceptMany('acme', 5);
    await acceptMany('bravo', 1);
    expect(await tagsOf(3)).toEqual(['acme 1', 'acme 2', 'acme 3', 'bravo 1']);
  });

  test('takes no more while a tenant’s window is full', async () => {
    await acceptMany('acme', 5);
    await outbox.takeDue(3, 100);
    expect(await tagsOf(3)).toEqual([]);
  });

  test('places a tenant that comes late beside what is served now, not behind the flood', async () => {
    await acceptMany('acme', 20);
    await outbox.takeDue(10, 100);
    await tasks.database.platform.query({
      text: 'UPDATE outbox SET started_at = now() WHERE start_tag <= 8',
    });
    await acceptMany('bravo', 2);
    expect((await tagsOf(3))?.filter((tag) => tag.startsWith('bravo'))).toEqual(['bravo 10', 'bravo 9']);
  });

  test('places a flood’s next tasks behind its last', async () => {
    await acceptMany('acme', 4);
    await outbox.takeDue(2, 100);
    await tasks.database.platform.query({ text: 'UPDATE outbox SET started_at = now() WHERE start_tag = 1' });
    expect(await tagsOf(2)).toEqual(['acme 3']);
  });

  test('takes the oldest first', async () => {
    const [first] = await acceptMany('acme', 1);
    await acceptMany('acme', 3);
    expect((await outbox.takeDue(1, 100))?.map(({ taskId }) => taskId)).toEqual([first]);
  });

  test('leaves a task whose time has not come', async () => {
    await acceptMany('acme', 1);
    await tasks.platform.database.query({
      text: `UPDATE public.outbox SET not_before = now() + interval '1 h'`,
    });
    expect(await tagsOf(3)).toEqual([]);
  });

  test('is one dispatcher’s at a time, and each task is taken once', async () => {
    const ids = await acceptMany('acme', 30);
    const rounds = await Promise.all(Array.from({ length: 8 }, () => outbox.takeDue(30, 5)));
    const taken = rounds.flatMap((round) => round ?? []).map(({ taskId }) => taskId);
    expect([new Set(taken).size, taken.every((id) => ids.includes(id))]).toEqual([taken.length, true]);
  });
});

describe('the queue', () => {
  test('holds jobs that say whose they are, and nothing of what they are about', async () => {
    tasks.dispatcher();
    const { id } = await tasks.accept('acme', { input: { secret: 'of acme' } });
    const job = await eventually(async () => (await queue.getJob(id)) ?? false);
    expect(job.data).toEqual({ tenant: tasks.platform.tenant('acme'), taskId: id });
  });

  test('has keys of its own', async () => {
    tasks.dispatcher();
    const { id } = await tasks.accept('acme');
    await eventually(() => tasks.redis.exists(`queue:sample:${id}`));
    expect((await tasks.redis.keys('*')).filter((key) => !key.startsWith('queue:'))).toEqual([]);
  });

  test('is filled again when its jobs are gone', async () => {
    tasks.dispatcher();
    const ids = await acceptMany('acme', 5);
    await eventually(async () => (await queue.count()) === 5);
    for (const id of ids.slice(0, 3)) await queue.remove(id);
    await eventually(async () => (await queue.count()) === 5);
    expect(await outbox.waitingTasks()).toBe(5);
    expect(await outbox.oldestWaitSeconds()).toBeGreaterThan(0);
  });

  test('is filled again at once when Redis comes back empty', async () => {
    tasks.dispatcher({ recheckSeconds: 3600 });
    await acceptMany('acme', 5);
    await eventually(async () => (await queue.count()) === 5);
    await tasks.valkey.kill();
    await tasks.valkey.revive();
    await eventually(async () => (await queue.count().catch(() => 0)) === 5);
    expect(await outbox.waitingTasks()).toBe(5);
  });

  test('is filled again at once when all keys are deleted', async () => {
    tasks.dispatcher({ recheckSeconds: 3600 });
    await acceptMany('acme', 5);
    await eventually(async () => (await queue.count()) === 5);
    await tasks.redis.flushall();
    await eventually(async () => (await queue.count()) === 5);
    expect(await outbox.waitingTasks()).toBe(5);
  });
});

test('while Redis is away, tasks stay in the outbox and the dispatcher says so', async () => {
  await tasks.valkey.kill();
  tasks.dispatcher();
  await acceptMany('acme', 3);
  await eventually(() => tasks.errors.length > 2);
  const queued = (await tasks.outbox()).filter(({ queued_at }) => queued_at !== null);
  await tasks.valkey.revive();
  expect(queued).toEqual([]);
});

test('three dispatchers and two workers perform each task once', async () => {
  for (let count = 0; count < 3; count++) tasks.dispatcher();
  const performed: string[] = [];
  const perform = async ({ id }: { id: string }) => {
    performed.push(`${currentTenant().slug} ${id}`);
    return {};
  };
  for (let count = 0; count < 2; count++) tasks.worker({ perform });
  const accepted = [];
  for (const slug of slugs) accepted.push(...(await acceptMany(slug, 25)).map((id) => `${slug} ${id}`));
  await eventually(async () => (await tasks.outbox()).length === 0);
  expect(performed.sort()).toEqual(accepted.sort());
});
