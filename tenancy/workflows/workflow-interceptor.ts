import { ApplicationFailure, log, type WorkflowInterceptors, workflowInfo } from '@temporalio/workflow';
import type { TenantContext } from '../context/tenant-context';
import { TenancyError } from '../context/tenancy-error';
import { tenantPriority } from './fairness';
import { tenantInHeaders, withTenantHeader } from './tenant-header';
import { assertOwnWorkflow, tenantAttributes, tenantOfWorkflowId, tenantWorkflowId } from './workflow-ids';

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/**
 * For a worker's `interceptors.workflowModules`: this file's path. It runs inside the workflow's sandbox, so it and what
 * it imports use nothing of Node. A workflow's id says whose it is; everything that comes in must carry the same tenant,
 * and everything that goes out does.
 */
export const interceptors = (): WorkflowInterceptors => {
  let tenant: TenantContext | undefined;

  const enter = (headers: Parameters<typeof tenantInHeaders>[0]): void => {
    const carried = tenantInHeaders(headers);
    assertOwnWorkflow(carried.id, workflowInfo().workflowId);
    tenant ??= carried;
  };
  const leave = (): TenantContext => {
    if (tenant) return tenant;
    throw ApplicationFailure.nonRetryable('The workflow was started without a tenant.', 'no-tenant');
  };

  return {
    inbound: [
      {
        async execute(input, next) {
          orFail(() => enter(input.headers));
          return next(input);
        },
        async handleSignal(input, next) {
          try {
            enter(input.headers);
          } catch (error) {
            // An error here would end the workflow of a tenant whom somebody else has signalled.
            log.warn('A signal of another tenant, or of none, was dropped.', {
              error,
              signal: input.signalName,
            });
            return;
          }
          await next(input);
        },
        validateUpdate(input, next) {
          orFail(() => enter(input.headers));
          next(input);
        },
        async handleUpdate(input, next) {
          orFail(() => enter(input.headers));
          return next(input);
        },
        async handleQuery(input, next) {
          enter(input.headers);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        async scheduleActivity(input, next) {
          const { priority } = input.options;
          return next({
            ...input,
            headers: withTenantHeader(input.headers, leave()),
            options: { ...input.options, priority: tenantPriority(leave(), priority) },
          });
        },
        async scheduleLocalActivity(input, next) {
          return next({ ...input, headers: withTenantHeader(input.headers, leave()) });
        },
        async startChildWorkflowExecution(input, next) {
          const own = leave();
          // Changed in place: the handle that the workflow gets reads the id from these options.
          const options = input.options as Writable<typeof input.options>;
          orFail(() => (options.workflowId = tenantWorkflowId(own.id, options.workflowId)));
          options.typedSearchAttributes = tenantAttributes(own.id, options.typedSearchAttributes);
          options.priority = tenantPriority(own, options.priority);
          return next({ ...input, headers: withTenantHeader(input.headers, own) });
        },
        async signalWorkflow(input, next) {
          const own = leave();
          const { target } = input;
          if (target.type === 'external') {
            orFail(() => assertOwnWorkflow(own.id, target.workflowExecution.workflowId ?? ''));
          }
          return next({ ...input, headers: withTenantHeader(input.headers, own) });
        },
        async continueAsNew(input, next) {
          const own = leave();
          const { typedSearchAttributes } = input.options;
          return next({
            ...input,
            headers: withTenantHeader(input.headers, own),
            options: {
              ...input.options,
              typedSearchAttributes: tenantAttributes(own.id, typedSearchAttributes),
            },
          });
        },
        getLogAttributes: (attributes, next) =>
          next({ ...attributes, tenant: tenantOfWorkflowId(workflowInfo().workflowId) }),
      },
    ],
    internals: [
      {
        // Cancelling another workflow passes no outbound interceptor.
        concludeActivation({ commands }, next) {
          const foreign = commands.some(({ requestCancelExternalWorkflowExecution: cancel }) => {
            const target = cancel?.workflowExecution?.workflowId;
            return target && tenantOfWorkflowId(target) !== tenantOfWorkflowId(workflowInfo().workflowId);
          });
          return next({ commands: foreign ? [foreignCancel] : commands });
        },
      },
    ],
  };
};

const foreignCancel = {
  failWorkflowExecution: {
    failure: {
      message: 'The workflow tried to cancel one of another tenant.',
      applicationFailureInfo: { type: 'tenant-mismatch', nonRetryable: true },
    },
  },
};

/** Inside a workflow only this kind of error ends it; any other is retried as if the worker were at fault. */
function orFail(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof TenancyError)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, error.code);
  }
}
