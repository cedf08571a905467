import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { currentTenant } from '../../../../tenancy/context/current-tenant';
import { cancelTask } from '../../../../tenancy/tasks/cancel-task';
import { TaskRejected } from '../../../../tenancy/tasks/task-performance';
import { eventually, noteOutcome, TaskPlatform, tenantOf } from './task-platform';

let tasks: TaskPlatform;

beforeAll(async () => (tasks = await TaskPlatform.start(['acme', 'globex'])));
afterAll(() => tasks.stop());
afterEach(() => tasks.reset());

describe('a task', () => {
  test('is performed as its tenant, and its result kept', async () => {
    tasks.dispatcher();
    tasks.worker({ perform: async ({ input }) => ({ result: { input, for: currentTenant().slug } }) });
    const { id } = await tasks.accept('acme', { input: { report: 7 } });
    const { result } = await tasks.settled('acme', id, 'done');
    expect([result, await tasks.outbox()]).toEqual([{ input: { report: 7 }, for: 'acme' }, []]);
  });

  test('leaves its effects once, with the task', async () => {
    tasks.dispatcher();
    tasks.worker();
    const { id } = await tasks.accept('globex');
    await tasks.settled('globex', id, 'done');
    expect((await tasks.notes('globex')).filter((note) => note === id)).toEqual([id]);
  });

  test('is tried again after an error', async () => {
    tasks.dispatcher();
    tasks.worker({
      perform: async ({ attempt }) => {
        if (attempt < 3) throw new Error(`attempt ${attempt} failed`);
        return {};
      },
    });
    const { id } = await tasks.accept('acme');
    const { attempts, failures } = await tasks.settled('acme', id, 'done');
    expect([attempts, failures]).toEqual([3, 2]);
  });

  test('fails after as many failures as are allowed', async () => {
    tasks.dispatcher();
    tasks.worker({ maxFailures: 2, perform: () => Promise.reject(new Error('no luck')) });
    const { id } = await tasks.accept('acme');
    const task = await tasks.settled('acme', id, 'failed');
    expect([task, await tasks.outbox()]).toMatchObject([{ attempts: 2, failures: 2, error: 'no luck' }, []]);
  });

  test('that is rejected is not tried again', async () => {
    tasks.dispatcher();
    tasks.worker({ perform: () => Promise.reject(new TaskRejected('the report has no pages')) });
    const { id } = await tasks.accept('acme');
    const { attempts, error } = await tasks.settled('acme', id, 'failed');
    expect([attempts, error]).toEqual([1, 'the report has no pages']);
  });

  test('whose effects fail leaves none of them, and is tried again', async () => {
    tasks.dispatcher();
    let tries = 0;
    tasks.worker({
      perform: async () => ({
        effects: async (transaction) => {
          await noteOutcome.effects(transaction);
          if (++tries === 1) throw new Error('half way');
        },
      }),
    });
    const { id } = await tasks.accept('acme');
    await tasks.settled('acme', id, 'done');
    expect((await tasks.notes('acme')).filter((note) => note === id)).toEqual([id]);
  });

  test('that is cancelled while it runs tells its performer, and keeps nothing', async () => {
    tasks.dispatcher();
    let aborted = false;
    tasks.worker({
      perform: async (_task, signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        aborted = true;
        return noteOutcome;
      },
    });
    const { id } = await tasks.accept('acme');
    await tasks.settled('acme', id, 'running');
    await tasks.as('acme', () => tasks.database.transaction((open) => cancelTask(open, id)));
    await eventually(() => tasks.events.find(({ type }) => type === 'lost'));
    expect([aborted, (await tasks.task('acme', id)).state]).toEqual([true, 'cancelled']);
  });
});

describe('an attempt that is not the last any more', () => {
  /** A worker that stands still longer than its lease, as in a long garbage collection, and then goes on. */
  test('changes nothing', async () => {
    tasks.dispatcher();
    const attempts: number[] = [];
    let goOn = (): void => {};
    tasks.worker({
      perform: async ({ attempt }) => {
        attempts.push(attempt);
        if (attempt === 1) await new Promise<void>((resolve) => (goOn = resolve));
        return { ...noteOutcome, result: { attempt } };
      },
    });
    const { id } = await tasks.accept('acme');
    await tasks.settled('acme', id, 'running');
    await tasks.as('acme', () =>
      tasks.database.query({
        text: `UPDATE tasks SET lease_until = now() - interval '1 s', attempts = attempts + 1 WHERE id = $1`,
        values: [id],
      }),
    );
    await tasks.redis.flushall();
    const { result } = await tasks.settled('acme', id, 'done');
    goOn();
    await eventually(() => tasks.events.find(({ type }) => type === 'lost'));
    expect([result, (await tasks.notes('acme')).filter((note) => note === id).length]).toEqual([
      { attempt: 3 },
      1,
    ]);
  });
});

describe('a job in the queue', () => {
  const add = async (data: unknown, jobId: string): Promise<void> => {
    const queue = new Queue('sample', { connection: tasks.redis, prefix: 'queue' });
    await queue.add('sample', data, { jobId, removeOnComplete: true, removeOnFail: true });
  };
  const refusal = async (data: unknown, jobId: string = randomUUID()): Promise<string> => {
    let performed = 0;
    tasks.worker({
      perform: async () => {
        performed++;
        return {};
      },
    });
    await add(data, jobId);
    const event = await eventually(() => tasks.events.find(({ type }) => type === 'refused'));
    expect(performed).toBe(0);
    return 'error' in event && event.error && 'code' in event.error ? String(event.error.code) : '';
  };

  test.each([
    ['nothing', undefined],
    ['no tenant', { taskId: randomUUID() }],
    ['a tenant that is a name', { tenant: 'acme', taskId: randomUUID() }],
    ['a malformed task', { tenant: { id: randomUUID() }, taskId: '1' }],
  ])('with %s is refused', async (_name, data) => {
    expect(await refusal(data)).toBe('no-tenant');
  });

  test('of an unknown tenant is refused', async () => {
    const taskId = randomUUID();
    const tenant = { ...tenantOf(tasks, 'acme'), id: randomUUID() };
    expect(await refusal({ tenant, taskId }, taskId)).toBe('unknown-tenant');
  });

  test('with another tenant’s slug is refused', async () => {
    const taskId = randomUUID();
    const tenant = { ...tenantOf(tasks, 'acme'), slug: 'globex' };
    expect(await refusal({ tenant, taskId }, taskId)).toBe('tenant-mismatch');
  });

  test('under another name than its task is refused', async () => {
    expect(await refusal({ tenant: tenantOf(tasks, 'acme'), taskId: randomUUID() })).toBe('tenant-mismatch');
  });

  test('of one tenant for another’s task is refused, and the task stays', async () => {
    const { id } = await tasks.accept('globex');
    const code = await refusal({ tenant: tenantOf(tasks, 'acme'), taskId: id }, id);
    expect([code, (await tasks.task('globex', id)).state]).toEqual(['tenant-mismatch', 'accepted']);
  });

  test('for a task that is done does nothing', async () => {
    const dispatcher = tasks.dispatcher();
    let performed = 0;
    tasks.worker({
      perform: async () => {
        performed++;
        return {};
      },
    });
    const { id } = await tasks.accept('acme');
    await tasks.settled('acme', id, 'done');
    await dispatcher.stop();
    await add({ tenant: tenantOf(tasks, 'acme'), taskId: id }, id);
    await eventually(async () => (await tasks.redis.exists(`queue:sample:${id}`)) === 0);
    expect(performed).toBe(1);
  });
});

describe('a worker that closes', () => {
  test('finishes what it has in hand', async () => {
    tasks.dispatcher();
    const worker = tasks.worker({ perform: async () => sleep(300, noteOutcome) });
    const { id } = await tasks.accept('acme');
    await tasks.settled('acme', id, 'running');
    await worker.close(10);
    expect((await tasks.task('acme', id)).state).toBe('done');
  });

  test('gives back what it cannot finish, for another worker', async () => {
    tasks.dispatcher();
    const worker = tasks.worker({ perform: () => new Promise(() => {}) });
    const { id } = await tasks.accept('acme');
    await tasks.settled('acme', id, 'running');
    await worker.close(0.1);
    const { state, failures } = await tasks.task('acme', id);
    tasks.worker();
    const { attempts } = await tasks.settled('acme', id, 'done');
    expect([state, failures, attempts]).toEqual(['accepted', 0, 2]);
  });
});

test('tasks of a suspended tenant wait until it is resumed', async () => {
  const { id: tenantId } = tenantOf(tasks, 'globex');
  await tasks.platform.life.suspend(tenantId, 'unpaid', { requestedBy: 'test' });
  tasks.dispatcher();
  tasks.worker();
  const { id: suspended } = await tasks.accept('globex');
  const { id: other } = await tasks.accept('acme');
  await tasks.settled('acme', other, 'done');
  const while_ = (await tasks.task('globex', suspended)).state;
  await tasks.platform.life.resume(tenantId, { requestedBy: 'test' });
  await tasks.settled('globex', suspended, 'done');
  expect(while_).toBe('accepted');
});
