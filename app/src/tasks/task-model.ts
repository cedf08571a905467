import { z } from 'zod';
import { taskStates } from '@platform/tenancy/tasks/task';
import { instant, jsonObject, model } from '../api/model';

/** Kinds of task, each with a queue: one pass of an agent in the worker, or a Temporal workflow that outlives workers. */
export const taskKinds = { run: 'agent-run', workflow: 'agent-workflow' } as const;
export type TaskKind = (typeof taskKinds)[keyof typeof taskKinds];

/** What a task is about; also the `input` in its row. */
export const agentTask = z.strictObject({
  agentId: z.uuid(),
  text: z.string().min(1).max(50_000),
});
export type AgentTask = z.infer<typeof agentTask>;

export const taskInput = model(
  'TaskInput',
  z.strictObject({
    ...agentTask.shape,
    /** Whether it runs as a workflow, step by step, for work of minutes to days. Default false. */
    durable: z.boolean().optional(),
  }),
);

export const agentTaskResult = z.strictObject({
  answer: z.string(),
  /** Calls at the model provider, and their tokens. */
  calls: z.int().min(0),
  inputTokens: z.int().min(0),
  outputTokens: z.int().min(0),
});
export type AgentTaskResult = z.infer<typeof agentTaskResult>;

export const task = model(
  'Task',
  z.strictObject({
    id: z.uuid(),
    kind: z.string(),
    input: jsonObject,
    state: z.enum(taskStates),
    /** How often a worker began it. */
    attempts: z.int().min(0),
    result: jsonObject.nullable(),
    /** Why it failed. */
    error: z.string().nullable(),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  }),
);
export type Task = z.infer<typeof task>;

export const taskList = model(
  'TaskList',
  z.strictObject({
    tasks: z.array(task),
    /** Give it as `before` to get the next page; null: there is none. */
    next: z.uuid().nullable(),
  }),
);
