import { randomUUID } from 'node:crypto';
import { acceptTask } from '../../../../tenancy/tasks/accept-task';
import { cancelTask } from '../../../../tenancy/tasks/cancel-task';
import { Outbox } from '../../../../tenancy/tasks/outbox';
import { TaskPlatform } from './task-platform';

let tasks: TaskPlatform;

beforeAll(async () => (tasks = await TaskPlatform.start(['acme', 'globex'])));
afterAll(() => tasks.stop());
afterEach(() => tasks.reset());

describe('accepting a task', () => {
  test('writes the task for the tenant, and its ids into the outbox', async () => {
    const { id, isNew } = await tasks.accept('acme', { input: { report: 7 } });
    expect([isNew, await tasks.task('acme', id), await tasks.outbox()]).toMatchObject([
      true,
      { id, state: 'accepted', input: { report: 7 } },
      [{ task_id: id, tenant_id: tasks.platform.tenant('acme').id, kind: 'sample', queued_at: null }],
    ]);
  });

  test('leaves nothing when the transaction is rolled back', async () => {
    const transaction = tasks.as('acme', () =>
      tasks.database.transaction(async (open) => {
        await acceptTask(open, { kind: 'sample', input: {}, idempotencyKey: 'rolled-back' });
        throw new Error('changed my mind');
      }),
    );
    await expect(transaction).rejects.toThrow('changed my mind');
    expect(await tasks.outbox()).toEqual([]);
  });

  test('the same key again answers the first task', async () => {
    const task = { input: { a: 1, b: 2 }, idempotencyKey: randomUUID() };
    const first = await tasks.accept('acme', task);
    const second = await tasks.accept('acme', { ...task, input: { b: 2, a: 1 } });
    expect([second, (await tasks.outbox()).length]).toEqual([{ id: first.id, isNew: false }, 1]);
  });

  test('50 requests with one key at a time make one task', async () => {
    const idempotencyKey = randomUUID();
    const accepted = await Promise.all(
      Array.from({ length: 50 }, () => tasks.accept('acme', { idempotencyKey })),
    );
    expect([
      new Set(accepted.map(({ id }) => id)).size,
      accepted.filter(({ isNew }) => isNew).length,
    ]).toEqual([1, 1]);
  });

  test('two tenants may use one key', async () => {
    const idempotencyKey = randomUUID();
    await tasks.accept('acme', { idempotencyKey });
    await expect(tasks.accept('globex', { idempotencyKey })).resolves.toMatchObject({ isNew: true });
  });

  test.each([{ input: { other: true } }, { kind: 'other' }])(
    'refuses the key for another task: %j',
    async (other) => {
      const idempotencyKey = randomUUID();
      await tasks.accept('acme', { idempotencyKey });
      await expect(tasks.accept('acme', { idempotencyKey, ...other })).rejects.toMatchObject({
        code: 'conflict',
      });
    },
  );

  test.each(['', 'Sample', 'a:b', 'x'.repeat(64)])('refuses the kind "%s"', async (kind) => {
    await expect(tasks.accept('acme', { kind })).rejects.toMatchObject({ code: 'invalid-identifier' });
  });
});

describe('a tenant’s role in the outbox', () => {
  const insert = (slug: string, tenantSlug: string) =>
    tasks.as(slug, () =>
      tasks.database.query({
        text: 'INSERT INTO public.outbox (task_id, tenant_id, kind) VALUES ($1, $2, $3)',
        values: [randomUUID(), tasks.platform.tenant(tenantSlug).id, 'sample'],
      }),
    );

  test('announces tasks of its own', async () => {
    await expect(insert('acme', 'acme')).resolves.toMatchObject({ rowCount: 1 });
  });

  test('cannot announce a task for another tenant', async () => {
    await expect(insert('acme', 'globex')).rejects.toThrow('violates foreign key constraint');
  });

  test('cannot say that it is another role', async () => {
    const forged = tasks.as('acme', () =>
      tasks.database.query({
        text: 'INSERT INTO public.outbox (task_id, tenant_id, kind, role_name) VALUES ($1, $2, $3, $4)',
        values: [randomUUID(), tasks.platform.tenant('globex').id, 'sample', 'tenant_globex'],
      }),
    );
    await expect(forged).rejects.toThrow('permission denied');
  });

  test.each([
    'SELECT task_id FROM public.outbox',
    'UPDATE public.outbox SET queued_at = now() RETURNING task_id',
    'DELETE FROM public.outbox RETURNING task_id',
  ])('reaches no other tenant’s row: %s', async (text) => {
    await tasks.accept('globex');
    const { rows } = await tasks.as('acme', () => tasks.database.query({ text }));
    expect(rows).toEqual([]);
  });
});

describe('cancelling', () => {
  const cancel = (slug: string, id: string) =>
    tasks.as(slug, () => tasks.database.transaction((open) => cancelTask(open, id)));

  test('ends a task that waits', async () => {
    const { id } = await tasks.accept('acme');
    const wasCancelled = await cancel('acme', id);
    const { state } = await tasks.task('acme', id);
    expect([wasCancelled, state, await tasks.outbox()]).toEqual([true, 'cancelled', []]);
  });

  test('reaches no other tenant’s task', async () => {
    const { id } = await tasks.accept('globex');
    expect([await cancel('acme', id), (await tasks.task('globex', id)).state]).toEqual([false, 'accepted']);
  });
});

test('waiting tasks are those of active tenants that no worker has started', async () => {
  const outbox = new Outbox(tasks.database.platform);
  await tasks.accept('acme');
  await tasks.accept('globex');
  const before = await outbox.waitingTasks();
  await tasks.platform.life.suspend(tasks.platform.tenant('globex').id, 'unpaid', { requestedBy: 'test' });
  const after = await outbox.waitingTasks();
  await tasks.platform.life.resume(tasks.platform.tenant('globex').id, { requestedBy: 'test' });
  expect([before, after]).toEqual([2, 1]);
});
