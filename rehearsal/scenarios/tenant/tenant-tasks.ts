import { until } from '../../cluster/waiting';
import type { Edge } from '../../edge/edge';
import { expectJson, send } from '../edge/api-client';
import type { SampleTenant } from '../edge/sample-tenant';
import { SteadyRequests, type Sent, type Traffic } from '../traffic/steady-requests';

/** A task as the API tells it. */
export interface KnownTask {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly result: { readonly answer: string; readonly calls: number } | null;
  readonly error: string | null;
}

/** A task that the API has accepted. */
export interface AcceptedTask {
  readonly id: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

export interface TaskOrder {
  readonly text: string;
  /** Whether it is a workflow. */
  readonly durable: boolean;
}

/** @throws Error when it is not accepted. */
export async function acceptTask(edge: Edge, tenant: SampleTenant, order: TaskOrder): Promise<AcceptedTask> {
  const body = { agentId: tenant.agentId, ...order };
  const { id } = await expectJson<{ id: string }>(send(edge, tenant.token, 'POST', '/v1/tasks', body), 202);
  return { id, at: Date.now() };
}

const acceptedAtOnce = 10;

/** Gives so many tasks, ten at one time: a burst of more can wait for the API longer than a client does. */
export async function acceptTasks(
  edge: Edge,
  tenant: SampleTenant,
  order: TaskOrder,
  count: number,
): Promise<readonly AcceptedTask[]> {
  const accepted: AcceptedTask[] = [];
  let left = count;
  await Promise.all(
    Array.from({ length: acceptedAtOnce }, async () => {
      while (left > 0) {
        left -= 1;
        accepted.push(await acceptTask(edge, tenant, order));
      }
    }),
  );
  return accepted;
}

/** All tasks of a tenant by their ids. */
export async function tasksOf(edge: Edge, { token }: SampleTenant): Promise<ReadonlyMap<string, KnownTask>> {
  const found = new Map<string, KnownTask>();
  for (let before: string | null = ''; before !== null;) {
    const path: string = `/v1/tasks?limit=200${before && `&before=${before}`}`;
    const page: { tasks: readonly KnownTask[]; next: string | null } = await expectJson(
      send(edge, token, 'GET', path),
      200,
    );
    for (const task of page.tasks) found.set(task.id, task);
    before = page.next;
  }
  return found;
}

/** Waits until they have ended, for so many seconds at most. @returns the tenant's tasks as they are then. */
export async function endedTasks(
  edge: Edge,
  tenant: SampleTenant,
  accepted: readonly AcceptedTask[],
  seconds: number,
): Promise<ReadonlyMap<string, KnownTask>> {
  let known: ReadonlyMap<string, KnownTask> = new Map();
  await until(
    'tasks',
    async () => {
      known = await tasksOf(edge, tenant);
      return accepted.every(({ id }) => ['done', 'failed', 'cancelled'].includes(known.get(id)?.state ?? ''));
    },
    { seconds, everyMilliseconds: 1000 },
  ).catch(() => undefined);
  return known;
}

/** Every so many tasks, one is a workflow. */
const everyNthIsDurable = 5;

/** Tasks given at a constant rate. */
export class SteadyTasks {
  readonly accepted: AcceptedTask[] = [];
  private readonly requests: SteadyRequests;
  private turn = 0;

  constructor(
    private readonly edge: Edge,
    private readonly tenant: SampleTenant,
    perSecond: number,
  ) {
    this.requests = new SteadyRequests(() => this.give(), perSecond);
  }

  get outage(): Traffic['outage'] {
    return this.requests.outage;
  }

  stop(): Promise<Traffic> {
    return this.requests.stop();
  }

  private async give(): Promise<Sent> {
    this.turn += 1;
    const order = { text: 'one two three', durable: this.turn % everyNthIsDurable === 0 };
    try {
      this.accepted.push(await acceptTask(this.edge, this.tenant, order));
      return { failure: null, tries: 1 };
    } catch (error) {
      return { failure: (error as Error).message, tries: 1 };
    }
  }
}
