import { WorkflowClient, type WorkflowClientOptions } from '@temporalio/client';
import { currentTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import { tenantClientInterceptor } from './client-interceptor';
import { assertOwnWorkflow, tenantAttribute, tenantOfWorkflowId, tenantWorkflowId } from './workflow-ids';

/**
 * Temporal's client for the current tenant's workflows. A workflow's id is the tenant's own name for it: `report-7`
 * stands for `tenant:<id>:report-7`. What it lists and counts is the tenant's. Without a tenant every call throws
 * `no-tenant`; what belongs to another tenant is a `tenant-mismatch`.
 */
export class TenantWorkflowClient extends WorkflowClient {
  constructor(options: Omit<WorkflowClientOptions, 'interceptors'>) {
    super({ ...options, interceptors: [tenantClientInterceptor] });
  }

  override start: WorkflowClient['start'] = async (type, options) =>
    super.start(type, { ...options, workflowId: own(options.workflowId) });

  override execute: WorkflowClient['execute'] = async (type, options) =>
    super.execute(type, { ...options, workflowId: own(options.workflowId) });

  override signalWithStart: WorkflowClient['signalWithStart'] = async (type, options) =>
    super.signalWithStart(type, { ...options, workflowId: own(options.workflowId) });

  override getHandle: WorkflowClient['getHandle'] = (workflowId, ...rest) =>
    super.getHandle(own(workflowId), ...rest);

  override result: WorkflowClient['result'] = async (workflowId, ...rest) =>
    super.result(own(workflowId), ...rest);

  override async count(query?: string): ReturnType<WorkflowClient['count']> {
    if (query) {
      // What it counts cannot be told from the answer, and a query's text could reach past any condition around it.
      throw new TenancyError(
        'refused-statement',
        'Count a tenant’s workflows without a query, or list them.',
      );
    }
    return super.count(`${tenantAttribute.name} = '${currentTenant().id}'`);
  }

  protected override _startUpdateWithStart: WorkflowClient['_startUpdateWithStart'] = async (
    update,
    options,
  ) => {
    const start = options.startWorkflowOperation.options;
    start.workflowId = own(start.workflowId);
    return super._startUpdateWithStart(update, options);
  };

  protected override _pollForUpdateOutcome: WorkflowClient['_pollForUpdateOutcome'] = async (
    updateId,
    execution,
  ) => {
    assertOwnWorkflow(currentTenant().id, execution.workflowId ?? '');
    return super._pollForUpdateOutcome(updateId, execution);
  };

  /** A handle may outlive the work that it was made for. Its history is the one call that passes no interceptor. */
  protected override _createWorkflowHandle: WorkflowClient['_createWorkflowHandle'] = (options) => {
    const handle = super._createWorkflowHandle(options);
    const { fetchHistory } = handle;
    handle.fetchHistory = async () => {
      assertOwnWorkflow(currentTenant().id, options.workflowId);
      return fetchHistory.call(handle);
    };
    return handle;
  };

  protected override async *_list(
    options?: Parameters<WorkflowClient['list']>[0],
  ): ReturnType<WorkflowClient['_list']> {
    const { id } = currentTenant();
    const mine = `${tenantAttribute.name} = '${id}'`;
    const query = options?.query ? `${mine} AND (${options.query})` : mine;
    for await (const execution of super._list({ ...options, query })) {
      // A query such as `true) OR (true` reaches past the condition.
      if (tenantOfWorkflowId(execution.workflowId) === id) yield execution;
    }
  }
}

const own = (workflowId: string): string => tenantWorkflowId(currentTenant().id, workflowId);
