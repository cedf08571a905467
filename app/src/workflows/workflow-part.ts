import type { Connection } from '@temporalio/client';
import { TaskWorker } from '@platform/tenancy/tasks/task-worker';
import { taskFailuresMax, type TaskPerformers } from '../tasks/agent-tasks';
import { taskKinds } from '../tasks/task-model';
import { observeTasks } from '../tasks/task-observer';
import { TaskStore } from '../tasks/task-store';
import { runTraced } from '../telemetry/run-traced';
import { tenantNamespaces } from './tenant-namespaces';
import { agentActivities } from './agent-activities';
import { TemporalWorker } from './temporal-worker';
import { WorkflowTasks } from './workflow-tasks';

/** Most only wait for a workflow's end. */
const workflowsPerWorker = 200;

/**
 * Performs tasks of the kind `agent-workflow` by workflows, and runs these. While Temporal is away such tasks wait in
 * the outbox.
 */
export class WorkflowPart {
  private readonly temporal: TemporalWorker;
  private worker: TaskWorker | undefined;
  private workflows: WorkflowTasks | undefined;

  constructor(private readonly parts: TaskPerformers) {
    const { settings, stores, runner } = parts;
    this.temporal = new TemporalWorker({
      address: settings.temporalAddress,
      registry: stores.registry,
      activities: agentActivities(runner),
      namespaces: () => tenantNamespaces(stores.database.platform),
      onConnected: (connection) => this.takeTasks(connection),
    });
  }

  start(): void {
    this.temporal.start();
  }

  probe(): Promise<void> {
    return this.temporal.probe();
  }

  async stop(): Promise<void> {
    // Workflows go on without whoever waits for them, so nothing is gained by waiting longer.
    await this.worker?.close(0);
    await this.temporal.stop();
  }

  private takeTasks(connection: Connection): void {
    const { stores, meter, announce } = this.parts;
    const { database, registry, redis } = stores;
    this.workflows = new WorkflowTasks({ connection, registry, tasks: new TaskStore(database), meter });
    this.worker ??= new TaskWorker({
      database,
      registry,
      redis,
      kind: taskKinds.workflow,
      concurrency: workflowsPerWorker,
      maxFailures: taskFailuresMax,
      onEvent: observeTasks(meter, announce),
      perform: async (task, signal) => {
        announce();
        return { result: await runTraced(task.id, () => this.workflows!.perform(task, signal)) };
      },
    });
  }
}
