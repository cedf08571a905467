import { setTimeout as sleep } from 'node:timers/promises';
import { databases } from '../../../config/contract';
import { workloadNamespaces } from '../../../config/flows';
import type { ApiObject, ApiServer } from '../../cluster/api-server';
import { hasCondition } from '../../cluster/conditions';
import type { Database } from '../../stand-ins/database';
import { podsOf } from '../edge/roll';

export const worker = { name: 'worker', namespace: workloadNamespaces.worker } as const;
const reference = (apiVersion: string, kind: string): ApiObject => ({ apiVersion, kind, metadata: worker });
export const workerDeployment = reference('apps/v1', 'Deployment');
/** The operator makes it of the ScaledObject. */
export const workerAutoscaler = reference('autoscaling/v2', 'HorizontalPodAutoscaler');
export const workerScaler = reference('keda.sh/v1alpha1', 'ScaledObject');
export const workerService = reference('v1', 'Service');

const everyMilliseconds = 1000;

/** What there was at a moment. */
export interface ScalingSample {
  /** Since the first look. */
  readonly seconds: number;
  /** Tasks that no worker has begun, as the database has them. */
  readonly waiting: number;
  /** Workers that the Deployment is to have. */
  readonly asked: number;
  readonly ready: number;
}

/** Looks every second at how many tasks wait, and at the workers. */
export class ScalingWatch {
  readonly samples: ScalingSample[] = [];
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    private readonly api: ApiServer,
    private readonly database: Database,
  ) {
    this.running = this.run();
    // Whoever stops it hears of it.
    this.running.catch(() => {});
  }

  /** What the last look saw. */
  get last(): ScalingSample | undefined {
    return this.samples.at(-1);
  }

  /** @throws Error when a look failed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const started = Date.now();
    while (!this.stopping.signal.aborted) {
      const seconds = (Date.now() - started) / 1000;
      const [waiting, asked, ready] = await Promise.all([
        waitingTasks(this.database),
        askedWorkers(this.api),
        readyWorkers(this.api),
      ]);
      this.samples.push({ seconds, waiting, asked, ready });
      await sleep(everyMilliseconds);
    }
  }
}

/** The same tasks as `tasks_waiting`, of tenants that are not suspended. */
async function waitingTasks({ server }: Database): Promise<number> {
  const [row] = await server.asSuperuser(
    'SELECT count(*)::integer AS tasks FROM outbox WHERE started_at IS NULL',
    databases.application,
  );
  return Number(row?.tasks);
}

export async function askedWorkers(api: ApiServer): Promise<number> {
  return ((await api.get(workerDeployment))?.spec as { readonly replicas: number }).replicas;
}

export async function readyWorkers(api: ApiServer): Promise<number> {
  const pods = await podsOf(api, worker);
  return pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && hasCondition(pod, 'Ready'))
    .length;
}
