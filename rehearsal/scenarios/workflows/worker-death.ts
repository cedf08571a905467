import { workloadNamespaces } from '../../../config/flows';
import type { LiveObject } from '../../cluster/api-server';
import { hasCondition } from '../../cluster/conditions';
import { until } from '../../cluster/waiting';
import { programProcess } from '../../nodes/pod-process';
import type { Database } from '../../stand-ins/database';
import { expectJson, send } from '../edge/api-client';
import { edgeOf } from '../edge/edge-of';
import { podsOf } from '../edge/roll';
import { SampleTenant } from '../edge/sample-tenant';
import type { Scenario, ScenarioResult, Stage } from '../scenario';
import { type AcceptedTask, acceptTasks, endedTasks, type KnownTask } from '../tenant/tenant-tasks';

const worker = { name: 'worker', namespace: workloadNamespaces.worker } as const;
/** As many as two workers have in hand at one time. */
const workflows = 20;
/** Each is a step of its own, of five seconds. */
const paragraphs = ['one', 'two', 'three', 'four', 'five'];
const beginSeconds = 30;
/**
 * A step of a killed worker goes to another 15 seconds after its last sign of life, and its task, which only waits for the
 * workflow's end, after 30 to 45. The rest is for the workers' start and five steps.
 */
const endSecondsMax = 120;

/** Every worker is killed in the midst of workflows, and each workflow ends as if nothing had been. */
export const workerDeath: Scenario = {
  name: 'workflows survive the death of every worker',
  nodes: ['real'],
  hindrance: () => null,
  run: killWorkers,
};

async function killWorkers(stage: Stage): Promise<ScenarioResult> {
  const edge = edgeOf(stage);
  const { database } = stage.cluster.real!.outside;
  const tenant = await SampleTenant.provision(edge, 'echo-slow');
  await untilMinimum(stage);
  const order = { text: paragraphs.join('\n\n'), durable: true };
  const accepted = await acceptTasks(edge, tenant, order, workflows);
  let interrupted = 0;
  await until(
    'workflows that run',
    async () => (interrupted = (await executions(database, accepted)).filter(isOpen).length) > 0,
    { seconds: beginSeconds, everyMilliseconds: 50 },
  );
  const killed = await killAll(stage);
  const started = Date.now();
  await untilRestarted(stage, killed);
  const known = await endedTasks(edge, tenant, accepted, endSecondsMax);
  const seconds = (Date.now() - started) / 1000;
  const doneEvents = await doneEventsOf(stage, tenant);
  return judgeWorkflows({
    accepted,
    known,
    doneEvents,
    executions: await executions(database, accepted),
    interrupted,
    killed,
    least: leastWorkers(stage),
    restarts: (await podsOf(stage.cluster.api, worker)).map(restartsOf),
    seconds,
  });
}

/** A run of a workflow, as Temporal lists it. */
export interface Execution {
  readonly workflowId: string;
  /** 1: it runs; 2: it has completed. https://github.com/temporalio/api, WorkflowExecutionStatus */
  readonly status: number;
}

const isOpen = ({ status }: Execution): boolean => status === 1;

async function executions(database: Database, tasks: readonly AcceptedTask[]): Promise<readonly Execution[]> {
  const ids = tasks.map(({ id }) => `'task-${id}'`).join(', ');
  // The tenant's id stands before it.
  const rows = await database.server.asSuperuser(
    `SELECT name AS workflow_id, status FROM executions_visibility,
       LATERAL (SELECT substring(workflow_id FROM 'task-.*$') AS name) AS n
     WHERE name IN (${ids})`,
    'temporal_visibility',
  );
  return rows.map(({ workflow_id, status }) => ({ workflowId: String(workflow_id), status: Number(status) }));
}

/** @returns how many. */
async function killAll({ cluster: { api } }: Stage): Promise<number> {
  const pods = await podsOf(api, worker);
  for (const { metadata } of pods) process.kill(programProcess(metadata.uid, 'main.js'), 'SIGKILL');
  return pods.length;
}

const leastWorkers = ({ cluster }: Stage): number =>
  cluster.real!.environment.application.components.worker.replicas.min;

/** Where no KEDA runs, nobody else sees to it. */
async function untilMinimum(stage: Stage): Promise<void> {
  const { api } = stage.cluster;
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: worker };
  const least = leastWorkers(stage);
  const { replicas = 1 } = (await api.get(deployment))?.spec as { readonly replicas?: number };
  if (replicas < least) await api.merge(await api.pathOf(deployment), { spec: { replicas: least } });
  await until(`${least} workers`, async () => (await podsOf(api, worker)).filter(isReady).length >= least, {
    seconds: 90,
    everyMilliseconds: 500,
  });
}

const isReady = (pod: LiveObject): boolean => hasCondition(pod, 'Ready');

const restartsOf = ({ status }: LiveObject): number => {
  const { containerStatuses = [] } = (status ?? {}) as {
    readonly containerStatuses?: readonly { readonly restartCount: number }[];
  };
  return containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
};

const untilRestarted = ({ cluster: { api } }: Stage, count: number): Promise<void> =>
  until(
    'workers that are started again',
    async () => {
      const pods = await podsOf(api, worker);
      return pods.filter(isReady).length >= count && pods.every((pod) => restartsOf(pod) > 0);
    },
    { seconds: 90, everyMilliseconds: 500 },
  );

/** How often each task was announced as done, by its id. */
async function doneEventsOf(stage: Stage, { token }: SampleTenant): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let after = 0, more = true; more;) {
    const page = await expectJson<{
      events: readonly { id: number; taskId: string; state: string }[];
      more: boolean;
    }>(send(edgeOf(stage), token, 'GET', `/v1/events?after=${after}`), 200);
    for (const { taskId, state } of page.events) {
      if (state === 'done') counts.set(taskId, (counts.get(taskId) ?? 0) + 1);
    }
    after = page.events.at(-1)?.id ?? after;
    more = page.more;
  }
  return counts;
}

export interface SurvivedWorkflows {
  readonly accepted: readonly AcceptedTask[];
  readonly known: ReadonlyMap<string, KnownTask>;
  readonly doneEvents: ReadonlyMap<string, number>;
  readonly executions: readonly Execution[];
  /** Workflows that ran when the workers were killed. */
  readonly interrupted: number;
  /** Workers. */
  readonly killed: number;
  /** Workers that the environment has at least. */
  readonly least: number;
  /** Of each worker's container, since its pod is there. */
  readonly restarts: readonly number[];
  /** From the kill to the last result. */
  readonly seconds: number;
}

export function judgeWorkflows(survived: SurvivedWorkflows): ScenarioResult {
  const {
    accepted,
    known,
    doneEvents,
    executions: runs,
    interrupted,
    killed,
    least,
    restarts,
    seconds,
  } = survived;
  const wrong = accepted.flatMap(({ id }) => {
    const task = known.get(id);
    const ofTask = runs.filter(({ workflowId }) => workflowId === `task-${id}`);
    if (task?.state !== 'done') return [`the task ${id} is ${task?.state ?? 'lost'}`];
    if (task.result?.calls !== paragraphs.length) return [`the task ${id} has ${task.result?.calls} steps`];
    if (ofTask.length !== 1) return [`the task ${id} had ${ofTask.length} workflows`];
    if (isOpen(ofTask[0]!)) return [`the workflow of the task ${id} still runs`];
    if (doneEvents.get(id) !== 1) return [`the task ${id} was announced ${doneEvents.get(id) ?? 0} times`];
    return [];
  });
  return {
    figure: `${killed} workers killed while ${interrupted} of ${accepted.length} workflows ran: ${accepted.length - wrong.length} ended exactly once and with all steps, the last after ${seconds.toFixed(0)} s (at most ${endSecondsMax})`,
    figures: { workflows: accepted.length, interrupted, killedWorkers: killed, wrong: wrong.length, seconds },
    faults: [
      ...(interrupted === 0 ? ['no workflow ran when the workers were killed: nothing was tried'] : []),
      ...(killed < least ? [`${killed} workers were killed, where at least ${least} run`] : []),
      ...restarts
        .filter((count) => count > 1)
        .map((count) => `a worker was started again ${count} times, and killed once`),
      ...wrong.slice(0, 5),
    ],
  };
}
