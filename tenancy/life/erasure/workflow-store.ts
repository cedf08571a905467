import type { WorkflowClient } from '@temporalio/client';
import { runOutsideTenants } from '../../context/current-tenant';
import { deleteTenantWorkflows } from '../../workflows/delete-tenant-workflows';
import { tenantAttribute } from '../../workflows/workflow-ids';
import type { ErasedTenant, TenantStore } from './tenant-store';

/** A tenant's workflows, running and closed, with their histories. `clientFor` answers a plain client of its namespace. */
export class WorkflowStore implements TenantStore {
  constructor(private readonly clientFor: (tenant: ErasedTenant) => Promise<WorkflowClient>) {}

  async count(tenant: ErasedTenant): Promise<number> {
    const client = await this.clientFor(tenant);
    const { count } = await runOutsideTenants(() => client.count(`${tenantAttribute.name} = '${tenant.id}'`));
    return Number(count);
  }

  async remove(tenant: ErasedTenant): Promise<void> {
    await deleteTenantWorkflows(await this.clientFor(tenant), tenant.id);
  }
}
