import type { WorkflowClientOptions } from '@temporalio/client';
import { currentTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import type { TenantRegistry } from '../registry/tenant-record';
import { TenantWorkflowClient } from './tenant-workflow-client';

export interface TemporalClientsOptions {
  readonly registry: TenantRegistry;
  readonly connection: NonNullable<WorkflowClientOptions['connection']>;
  /** The namespace that all tenants share which have none of their own. */
  readonly sharedNamespace: string;
}

/** Clients for the namespaces of tenants, on one connection. */
export class TemporalClients {
  private readonly clients = new Map<string, TenantWorkflowClient>();

  constructor(private readonly options: TemporalClientsOptions) {}

  /** The client for the current tenant's namespace: the shared one, unless the registry names another. */
  async forCurrentTenant(): Promise<TenantWorkflowClient> {
    const record = await this.options.registry.byId(currentTenant().id);
    if (!record) throw new TenancyError('unknown-tenant', 'The registry has no such tenant.');
    const namespace = record.temporalNamespace ?? this.options.sharedNamespace;
    const known = this.clients.get(namespace);
    if (known) return known;
    const client = new TenantWorkflowClient({ connection: this.options.connection, namespace });
    this.clients.set(namespace, client);
    return client;
  }
}
