import type { UsageMeter } from '@platform/tenancy/usage/usage-meter';
import { TaskWorker } from '@platform/tenancy/tasks/task-worker';
import type { AgentRunner } from '../agents/agent-runner';
import type { Stores } from '../connections/stores';
import type { Settings } from '../settings';
import { tasksRunning } from '../telemetry/metrics';
import { runTraced } from '../telemetry/run-traced';
import { taskKinds } from './task-model';
import { observeTasks } from './task-observer';

/** What those need that perform tasks. */
export interface TaskPerformers {
  readonly settings: Settings;
  readonly stores: Stores;
  readonly meter: UsageMeter;
  readonly runner: AgentRunner;
  /** Tells sockets what happened to the current tenant's tasks. */
  readonly announce: () => void;
}

/** Seconds for tasks in hand at SIGTERM; what is left then is given back, for another worker to begin again. */
export const drainSeconds = (inHand: number): number => (inHand > 0 ? 15 : 0);

/** Waits of 2, 4, 8, … seconds between them: a provider that is busy for some minutes costs no task. */
export const taskFailuresMax = 8;

/** Performs tasks of the kind `agent-run` in this process. */
export class AgentTasks {
  private readonly worker: TaskWorker;
  private inHand = 0;

  constructor({ settings, stores, meter, runner, announce }: TaskPerformers) {
    const kind = taskKinds.run;
    this.worker = new TaskWorker({
      database: stores.database,
      registry: stores.registry,
      redis: stores.redis,
      kind,
      concurrency: settings.workerConcurrency,
      maxFailures: taskFailuresMax,
      onEvent: observeTasks(meter, announce),
      perform: async (task, signal) => {
        announce();
        tasksRunning.set({ kind }, ++this.inHand);
        try {
          return { result: await runTraced(task.id, () => runner.run(task.input, signal)) };
        } finally {
          tasksRunning.set({ kind }, --this.inHand);
        }
      },
    });
  }

  stop(): Promise<void> {
    return this.worker.close(drainSeconds(this.inHand));
  }
}
