import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { ApplicationFailure } from '@temporalio/common';
import { runAsTenant, runOutsideTenants } from '../context/current-tenant';
import { TenancyError, type TenancyErrorCode } from '../context/tenancy-error';
import type { TenantContext } from '../context/tenant-context';
import type { TenantRegistry } from '../registry/tenant-record';
import { tenantInHeaders } from './tenant-header';
import { tenantOfWorkflowId } from './workflow-ids';

/** While a tenant is suspended, its activities wait this long before the next look. */
const suspendedRetrySeconds = 60;

/** What does not become right by trying again. */
const refusals: ReadonlySet<TenancyErrorCode> = new Set(['no-tenant', 'tenant-mismatch', 'unknown-tenant']);

/**
 * Runs every activity as the tenant in its header, once the workflow's id and the registry agree with it. Others
 * are failed for good, untouched. For a worker's `interceptors.activity`.
 */
export const tenantActivityInterceptor =
  (registry: TenantRegistry): ActivityInterceptorsFactory =>
  ({ info }) => ({
    inbound: {
      async execute(input, next) {
        const tenant = await verified(input.headers, info.workflowExecution?.workflowId, registry).catch(
          fail,
        );
        return runOutsideTenants(() => runAsTenant(tenant, () => next(input)));
      },
    },
    outbound: {
      getLogAttributes: (attributes, next) => next({ ...attributes, ...tenantLabel(info) }),
    },
  });

async function verified(
  headers: Parameters<typeof tenantInHeaders>[0],
  workflowId: string | undefined,
  registry: TenantRegistry,
): Promise<TenantContext> {
  const claimed = tenantInHeaders(headers);
  const tenant = await registry.activeById(claimed.id);
  if (tenantOfWorkflowId(workflowId ?? '') !== tenant.id || claimed.slug !== tenant.slug) {
    throw new TenancyError(
      'tenant-mismatch',
      'The activity, its workflow and the registry name different tenants.',
    );
  }
  return tenant;
}

function fail(error: unknown): never {
  if (!(error instanceof TenancyError)) throw error;
  const { code, message } = error;
  throw ApplicationFailure.create({
    message,
    type: code,
    nonRetryable: refusals.has(code),
    ...(code === 'inactive-tenant' && { nextRetryDelay: `${suspendedRetrySeconds}s` }),
  });
}

function tenantLabel(info: { readonly workflowExecution?: { readonly workflowId: string } }): {
  tenant?: string;
} {
  const tenant = tenantOfWorkflowId(info.workflowExecution?.workflowId ?? '');
  return tenant ? { tenant } : {};
}
