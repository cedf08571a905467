import { z } from 'zod';
import { acceptTask } from '@platform/tenancy/tasks/accept-task';
import { cancelTask } from '@platform/tenancy/tasks/cancel-task';
import { taskStates } from '@platform/tenancy/tasks/task';
import { AgentStore } from '../agents/agent-store';
import { ApiProblem, notFound } from '../api/api-problem';
import type { ApiServices } from '../api/api-services';
import { operation, type Operation } from '../api/operation';
import { tasksAccepted, tasksFinished, tenantLabel } from '../telemetry/metrics';
import { task, taskInput, taskKinds, taskList } from './task-model';
import { TaskStore } from './task-store';

const tag = 'tasks';
const access = 'tenant';
const parameters = { taskId: z.uuid() };
const missing = { 404: 'There is no such task.' };
const pageSizeMax = 200;
const pageSize = 50;

type TaskServices = Pick<ApiServices, 'database' | 'quotas' | 'announce'>;

export function taskOperations({ database, quotas, announce }: TaskServices): Operation[] {
  const tasks = new TaskStore(database);
  const agents = new AgentStore(database);
  return [
    operation({
      method: 'post',
      path: '/v1/tasks',
      id: 'createTask',
      tag,
      summary: 'Give an agent a task',
      description: 'Once it is answered, the task will be carried out, whatever fails meanwhile.',
      access,
      headers: {
        /** The same key with the same body answers the same task. */
        'idempotency-key': z.string().min(1).max(200),
      },
      body: taskInput,
      answers: {
        200: { description: 'The key was used before: the task of that time.', model: task },
        202: { description: 'The new task.', model: task },
      },
      problems: {
        404: 'There is no such agent.',
        409: 'The key was used for another task.',
      },
      handle: async ({ headers, body: { durable, ...input } }) => {
        const idempotencyKey = headers['idempotency-key'];
        const kind = durable ? taskKinds.workflow : taskKinds.run;
        const { accepted, row } = await database.transaction(async (transaction) => {
          if (!(await agents.find(input.agentId, transaction))) throw notFound('agent');
          // Whoever asks again, because the answer was lost, is not refused for the task that is there.
          if (!(await tasks.isKeyUsed(idempotencyKey, transaction)))
            await quotas.enforce(transaction, 'tasks');
          const accepted = await acceptTask(transaction, { kind, input, idempotencyKey });
          return { accepted, row: await tasks.find(accepted.id, transaction) };
        });
        if (accepted.isNew) {
          tasksAccepted.inc({ kind, tenant: tenantLabel() });
          announce();
        }
        return {
          status: accepted.isNew ? 202 : 200,
          body: row,
          headers: { Location: `/v1/tasks/${accepted.id}` },
        };
      },
    }),
    operation({
      method: 'get',
      path: '/v1/tasks',
      id: 'listTasks',
      tag,
      summary: 'The tenant’s tasks, the newest first',
      access,
      query: {
        state: z.enum(taskStates).optional(),
        limit: z.int().min(1).max(pageSizeMax).optional(),
        before: z.uuid().optional(),
      },
      answers: { 200: { description: 'A page of 50 unless `limit` says otherwise.', model: taskList } },
      handle: async ({ query: { limit = pageSize, ...filter } }) => ({
        status: 200,
        body: await tasks.list({ ...filter, limit }),
      }),
    }),
    operation({
      method: 'get',
      path: '/v1/tasks/{taskId}',
      id: 'getTask',
      tag,
      summary: 'One task',
      access,
      parameters,
      answers: { 200: { description: 'The task, with its result when it is done.', model: task } },
      problems: missing,
      handle: async ({ parameters: { taskId } }) => {
        const found = await tasks.find(taskId);
        if (!found) throw notFound('task');
        return { status: 200, body: found };
      },
    }),
    operation({
      method: 'post',
      path: '/v1/tasks/{taskId}/cancel',
      id: 'cancelTask',
      tag,
      summary: 'Stop a task that waits or runs',
      access,
      parameters,
      answers: { 200: { description: 'The cancelled task.', model: task } },
      problems: { ...missing, 409: 'It has ended already.' },
      handle: async ({ parameters: { taskId } }) => {
        const cancelled = await database.transaction(async (transaction) => {
          const isCancelled = await cancelTask(transaction, taskId);
          const row = await tasks.find(taskId, transaction);
          if (!row) throw notFound('task');
          if (!isCancelled && row.state !== 'cancelled') {
            throw new ApiProblem(409, 'task-ended', `The task is ${row.state} already.`);
          }
          return { row, isCancelled };
        });
        if (cancelled.isCancelled) {
          tasksFinished.inc({ kind: cancelled.row.kind, outcome: 'cancelled', tenant: tenantLabel() });
          announce();
        }
        return { status: 200, body: cancelled.row };
      },
    }),
  ];
}
