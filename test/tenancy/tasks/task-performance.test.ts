import { randomUUID } from 'node:crypto';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import type { TaskAttempt, TaskAttempts } from '../../../tenancy/tasks/task-attempt';
import { performAttempt, type TaskEvent } from '../../../tenancy/tasks/task-performance';

const acme = { id: randomUUID(), slug: 'acme', tier: 'free', region: 'us-east-1' } as const;
const attempt: TaskAttempt = {
  id: randomUUID(),
  kind: 'sample',
  input: {},
  idempotencyKey: 'key',
  attempt: 6,
  failures: 5,
};

/** Tasks in memory: what an attempt does with its outcome is seen here, that it is kept is seen on real servers. */
function recordedAttempts() {
  const calls: unknown[][] = [];
  const record =
    (name: string) =>
    async (...values: unknown[]) => {
      calls.push([name, ...values.slice(1)]);
      return true;
    };
  const attempts = { complete: record('complete'), fail: record('fail'), giveBack: record('giveBack') };
  return { calls, attempts: attempts as unknown as TaskAttempts };
}

async function perform(task: TaskAttempt, work: () => Promise<object>) {
  const { calls, attempts } = recordedAttempts();
  const events: TaskEvent[] = [];
  const options = {
    perform: work,
    leaseSeconds: 30,
    maxFailures: 5,
    backoffSeconds: (failures: number) => failures * 10,
    onEvent: (event: TaskEvent) => events.push(event),
  };
  await runAsTenant(acme, () => performAttempt(task, attempts, new AbortController().signal, options));
  return { calls, events };
}

test('a task that ended its workers too often is given up unperformed', async () => {
  const work = jest.fn();
  const { calls } = await perform(attempt, work);
  expect([calls, work.mock.calls]).toEqual([
    [['fail', 'The task was given up after 5 failed attempts.']],
    [],
  ]);
});

test('the wait before another attempt grows with the failures', async () => {
  const { calls } = await perform({ ...attempt, failures: 2 }, () => Promise.reject(new Error('no luck')));
  expect(calls).toEqual([['giveBack', { error: 'no luck', failures: 1, afterSeconds: 30 }]]);
});

test('what is thrown need not be an error', async () => {
  const { calls } = await perform({ ...attempt, failures: 0 }, () => Promise.reject('text'));
  expect(calls).toMatchObject([['giveBack', { error: 'text' }]]);
});

test('a long error is kept in part', async () => {
  const { calls } = await perform({ ...attempt, failures: 4 }, () =>
    Promise.reject(new Error('x'.repeat(5000))),
  );
  expect(calls).toEqual([['fail', 'x'.repeat(2000)]]);
});

test('an attempt is reported with its tenant', async () => {
  const { events } = await perform({ ...attempt, failures: 0 }, async () => ({}));
  expect(events).toMatchObject([{ type: 'done', kind: 'sample', taskId: attempt.id, tenantId: acme.id }]);
});
