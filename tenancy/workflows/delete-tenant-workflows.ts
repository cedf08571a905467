import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError, type WorkflowClient, type WorkflowExecutionInfo } from '@temporalio/client';
import { runOutsideTenants } from '../context/current-tenant';
import { tenantAttribute, tenantWorkflowPrefix } from './workflow-ids';

export interface DeletedWorkflows {
  /** Runs that were still going. */
  readonly terminated: number;
  /** Runs whose history was deleted, those included. */
  readonly deleted: number;
}

const notFound = 5;
const patienceSeconds = 120;

/**
 * Ends and deletes all workflows of a tenant in the client's namespace, and resolves once the server lists none. The
 * client must be a plain one: this is done from outside of any tenant. Can be repeated.
 */
export function deleteTenantWorkflows(client: WorkflowClient, tenantId: string): Promise<DeletedWorkflows> {
  const query = `${tenantAttribute.name} = '${tenantId}' OR WorkflowId STARTS_WITH '${tenantWorkflowPrefix(tenantId)}'`;
  return runOutsideTenants(async () => {
    const terminated = new Set<string>();
    const deleted = new Set<string>();
    const deadline = Date.now() + patienceSeconds * 1000;
    // All are ended first, so that none starts another. The server takes up to a minute over a run that just ended.
    for await (const { workflowId, runId } of untilNone(
      client,
      `(${query}) AND ExecutionStatus = 'Running'`,
      deadline,
    )) {
      if (terminated.has(runId)) continue;
      await ignoringGone(client.getHandle(workflowId, runId).terminate('The tenant is erased.'));
      terminated.add(runId);
    }
    for await (const { workflowId, runId } of untilNone(client, query, deadline)) {
      if (deleted.has(runId)) continue;
      const workflowExecution = { workflowId, runId };
      const { namespace } = client.options;
      await ignoringGone(client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution }));
      deleted.add(runId);
    }
    return { terminated: terminated.size, deleted: deleted.size };
  });
}

/** What a query lists, over and over until it lists nothing: a workflow that ends may just have started another. */
async function* untilNone(
  client: WorkflowClient,
  query: string,
  deadline: number,
): AsyncGenerator<WorkflowExecutionInfo> {
  while ((await client.count(query)).count > 0) {
    if (Date.now() > deadline)
      throw new Error('Temporal still lists workflows of the tenant: try again later.');
    yield* client.list({ query });
    await sleep(250);
  }
}

async function ignoringGone(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    const { name, code } = error as { name?: string; code?: number };
    const isGone = name === 'WorkflowNotFoundError' || (isGrpcServiceError(error) && code === notFound);
    if (!isGone) throw error;
  });
}
