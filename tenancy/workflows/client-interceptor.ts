import type { WorkflowClientInterceptor, WorkflowStartInput } from '@temporalio/client';
import { currentTenant } from '../context/current-tenant';
import { tenantPriority } from './fairness';
import { withTenantHeader } from './tenant-header';
import { assertOwnWorkflow, tenantAttributes } from './workflow-ids';

/**
 * Sends the current tenant with every call and refuses workflows of others, also through a handle that was made for
 * another tenant. Without a tenant every call throws `no-tenant`.
 */
export const tenantClientInterceptor: WorkflowClientInterceptor = {
  async startWithDetails(input, next) {
    return next({ ...input, options: ownOptions(input.options), headers: sent(input.headers) });
  },
  async signalWithStart(input, next) {
    return next({ ...input, options: ownOptions(input.options), headers: sent(input.headers) });
  },
  async startUpdateWithStart(input, next) {
    return next({
      ...input,
      workflowStartOptions: ownOptions(input.workflowStartOptions),
      workflowStartHeaders: sent(input.workflowStartHeaders),
      updateHeaders: sent(input.updateHeaders),
    });
  },
  async startUpdate(input, next) {
    assertOwn(input.workflowExecution);
    return next({ ...input, headers: sent(input.headers) });
  },
  async signal(input, next) {
    assertOwn(input.workflowExecution);
    return next({ ...input, headers: sent(input.headers) });
  },
  async query(input, next) {
    assertOwn(input.workflowExecution);
    return next({ ...input, headers: sent(input.headers) });
  },
  async terminate(input, next) {
    assertOwn(input.workflowExecution);
    return next(input);
  },
  async cancel(input, next) {
    assertOwn(input.workflowExecution);
    return next(input);
  },
  async describe(input, next) {
    assertOwn(input.workflowExecution);
    return next(input);
  },
};

const sent = (headers: Parameters<typeof withTenantHeader>[0]): typeof headers =>
  withTenantHeader(headers, currentTenant());

const assertOwn = ({ workflowId }: { readonly workflowId?: string | null }): void =>
  assertOwnWorkflow(currentTenant().id, workflowId ?? '');

function ownOptions(options: WorkflowStartInput['options']): WorkflowStartInput['options'] {
  const tenant = currentTenant();
  assertOwnWorkflow(tenant.id, options.workflowId);
  return {
    ...options,
    priority: tenantPriority(tenant, options.priority),
    typedSearchAttributes: tenantAttributes(tenant.id, options.typedSearchAttributes),
  };
}
