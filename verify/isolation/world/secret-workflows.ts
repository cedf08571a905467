import { Connection, WorkflowClient } from '@temporalio/client';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { prepareNamespace } from '../../../tenancy/workflows/namespaces';
import { TenantWorkflowClient } from '../../../tenancy/workflows/tenant-workflow-client';
import { tenantWorkflowId } from '../../../tenancy/workflows/workflow-ids';
import type { WorkflowWorld } from '../attacks/workflow-attacks';
import { canaryOf } from '../canary';
import type { Closer } from './closers';

const namespace = 'isolation';
const secretWorkflow = 'secret';

/** A workflow a tenant that waits for a worker for ever; its input is the tenant's canary. */
export async function startSecretWorkflows(
  address: string,
  tenants: readonly TenantContext[],
): Promise<{ readonly world: WorkflowWorld; readonly close: Closer }> {
  const connection = await Connection.connect({ address });
  await prepareNamespace(connection, { namespace, retentionDays: 1 });
  const workflows = new TenantWorkflowClient({ connection, namespace });
  for (const tenant of tenants) {
    await runAsTenant(tenant, () =>
      workflows.start('secret', {
        workflowId: secretWorkflow,
        taskQueue: 'nobody',
        args: [canaryOf(tenant.id)],
      }),
    );
  }
  return {
    world: {
      workflows,
      unguardedWorkflows: new WorkflowClient({ connection, namespace }),
      secretWorkflow,
      fullWorkflowId: ({ id }, name) => tenantWorkflowId(id, name),
    },
    close: () => connection.close(),
  };
}
