import {
  type Connection,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TenantRegistry } from '@platform/tenancy/registry/tenant-record';
import type { TaskAttempt } from '@platform/tenancy/tasks/task-attempt';
import { TaskRejected } from '@platform/tenancy/tasks/task-performance';
import { TemporalClients } from '@platform/tenancy/workflows/temporal-clients';
import type { TenantWorkflowClient } from '@platform/tenancy/workflows/tenant-workflow-client';
import { readTask } from '../agents/agent-runner';
import type { AgentTaskResult } from '../tasks/task-model';
import type { TaskStore } from '../tasks/task-store';
import { tenantLabel, workflowsFinished, workflowsRunning } from '../telemetry/metrics';
import type { TenantMeter } from '@platform/tenancy/usage/usage-meter';
import { agentTaskQueue, agentTaskWorkflow, sharedNamespace, taskRejected } from './names';

export interface WorkflowTasksParts {
  readonly connection: Connection;
  readonly registry: TenantRegistry;
  readonly tasks: TaskStore;
  readonly meter: TenantMeter;
}

/** Performs tasks as workflows: one workflow a task, whoever waits for its end. */
export class WorkflowTasks {
  private readonly clients: TemporalClients;

  constructor(private readonly parts: WorkflowTasksParts) {
    const { registry, connection } = parts;
    this.clients = new TemporalClients({ registry, connection, sharedNamespace });
  }

  /**
   * Starts the task's workflow, or finds the one that an earlier attempt has started, and waits for its end. When the
   * worker stops, the workflow goes on without it; when the task was cancelled, it is cancelled too.
   */
  async perform({ id, input }: TaskAttempt, signal: AbortSignal): Promise<AgentTaskResult> {
    const client = await this.clients.forCurrentTenant();
    const workflowId = `task-${id}`;
    await start(client, workflowId, readTask(input));
    const handle = client.getHandle(workflowId);
    const cancelWithTask = async (): Promise<void> => {
      const row = await this.parts.tasks.find(id);
      if (row?.state === 'cancelled') await handle.cancel();
    };
    const onAbort = (): void => void cancelWithTask().catch(() => undefined);
    signal.addEventListener('abort', onAbort, { once: true });
    workflowsRunning.inc();
    try {
      const result: AgentTaskResult = await handle.result();
      workflowsFinished.inc({ outcome: 'done', tenant: tenantLabel() });
      const { startTime, closeTime } = await handle.describe();
      const seconds = closeTime ? (closeTime.getTime() - startTime.getTime()) / 1000 : 0;
      this.parts.meter.count('workflow_seconds', Math.max(0, seconds));
      return result;
    } catch (error) {
      if (error instanceof WorkflowFailedError) {
        workflowsFinished.inc({ outcome: 'failed', tenant: tenantLabel() });
        throw rejection(error) ?? error;
      }
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      workflowsRunning.dec();
    }
  }
}

async function start(client: TenantWorkflowClient, workflowId: string, task: object): Promise<void> {
  try {
    await client.start(agentTaskWorkflow, {
      workflowId,
      taskQueue: agentTaskQueue,
      args: [task],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    });
  } catch (error) {
    // It has ended well already, and only its result was not kept.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** The activity's failure inside the workflow's, when no further attempt helps. */
function rejection(error: WorkflowFailedError): TaskRejected | null {
  for (let cause: Error | undefined = error.cause; cause; cause = cause.cause as Error | undefined) {
    if (cause instanceof ApplicationFailure && cause.type === taskRejected)
      return new TaskRejected(cause.message);
  }
  return null;
}
