import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import type { TenantRegistry } from '@platform/tenancy/registry/tenant-record';
import { tenantActivityInterceptor } from '@platform/tenancy/workflows/activity-interceptor';
import { prepareNamespace } from '@platform/tenancy/workflows/namespaces';
import { log } from '../telemetry/log';
import type { AgentActivities } from './agent-activities';
import { heartbeats, heartbeatsPerTimeout } from './heartbeats';
import { agentTaskQueue, heartbeatTimeoutSeconds, workflowRetentionDays } from './names';
import { workflowBundle } from './workflow-bundle';

export interface TemporalWorkerOptions {
  readonly address: string;
  readonly registry: TenantRegistry;
  readonly activities: AgentActivities;
  /** Namespaces that tenants are in; asked again every minute, since a new customer may have one of its own. */
  readonly namespaces: () => Promise<readonly string[]>;
  /** Called each time that workflows can be started again. */
  readonly onConnected: (connection: Connection) => void;
}

const longestPauseMilliseconds = 30_000;
const namespacesEveryMilliseconds = 60_000;
const connectMilliseconds = 5000;

/**
 * Runs workflows and their activities. Temporal may be away, at the start too: it is tried again, with pauses of one
 * second up to thirty, and everything else in the process goes on.
 */
export class TemporalWorker {
  private readonly stopping = new AbortController();
  private readonly workers = new Map<string, { readonly worker: Worker; readonly ended: Promise<void> }>();
  private loop: Promise<void> | undefined;
  private connection: Connection | undefined;

  constructor(private readonly options: TemporalWorkerOptions) {}

  /** Rejects when Temporal does not answer, or has never done. */
  async probe(): Promise<void> {
    if (!this.connection) throw new Error('Temporal does not answer.');
    await this.connection.workflowService.getSystemInfo({});
  }

  start(): void {
    // Its core logs through ours, and leaves the signals to the component.
    Runtime.install({
      logger: new DefaultLogger('WARN', ({ message, meta }) => log.warn({ meta }, message)),
      shutdownSignals: [],
    });
    this.loop = this.run();
  }

  /** Lets activities in hand end, or gives them back when they take longer than the worker's grace. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const { worker } of this.workers.values()) worker.shutdown();
    // A connection that is still being made holds nothing.
    if (this.workers.size > 0) await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let pause = 1000;
    while (!signal.aborted) {
      try {
        await this.runConnected(() => (pause = 1000));
      } catch (error) {
        log.warn({ error, retryMilliseconds: pause }, 'Temporal does not answer');
      }
      this.connection = undefined;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      pause = Math.min(pause * 2, longestPauseMilliseconds);
    }
  }

  /** Until it stops or a worker ends. */
  private async runConnected(onConnected: () => void): Promise<void> {
    const { address, namespaces } = this.options;
    const connection = await Connection.connect({ address, connectTimeout: connectMilliseconds });
    const native = await NativeConnection.connect({ address }).catch(async (error: unknown) => {
      await connection.close();
      throw error;
    });
    try {
      const bundle = await workflowBundle();
      let ended: Promise<unknown> | undefined;
      while (!this.stopping.signal.aborted) {
        for (const namespace of await namespaces()) {
          if (!this.workers.has(namespace)) await this.startWorker(namespace, connection, native, bundle);
        }
        if (!this.connection) {
          this.connection = connection;
          onConnected();
          this.options.onConnected(connection);
          log.info({ address }, 'workflows run');
        }
        ended = Promise.race([...this.workers.values()].map((worker) => worker.ended));
        const look = new AbortController();
        await Promise.race([
          ended,
          sleep(namespacesEveryMilliseconds, undefined, { signal: look.signal }),
        ]).finally(() => look.abort());
      }
      await Promise.all([...this.workers.values()].map((worker) => worker.ended));
    } finally {
      for (const { worker } of this.workers.values()) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled([...this.workers.values()].map((worker) => worker.ended));
      this.workers.clear();
      await native.close().catch(() => undefined);
      await connection.close();
    }
  }

  private async startWorker(
    namespace: string,
    connection: Connection,
    native: NativeConnection,
    bundle: WorkflowBundleOption,
  ): Promise<void> {
    const { registry, activities } = this.options;
    await prepareNamespace(connection, { namespace, retentionDays: workflowRetentionDays });
    const worker = await Worker.create({
      connection: native,
      namespace,
      taskQueue: agentTaskQueue,
      workflowBundle: bundle,
      activities: { ...activities },
      interceptors: { activity: [heartbeats, tenantActivityInterceptor(registry)] },
      // By default it passes on one in four fifths of the timeout, and the next could come too late.
      maxHeartbeatThrottleInterval: `${heartbeatTimeoutSeconds / heartbeatsPerTimeout} seconds`,
      shutdownGraceTime: '10 seconds',
      shutdownForceTime: '20 seconds',
    });
    const ended = worker.run();
    ended.catch(() => undefined);
    this.workers.set(namespace, { worker, ended });
  }
}
