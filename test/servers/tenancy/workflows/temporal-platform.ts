import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { PostgresServer } from '../../../../servers/postgres/postgres-server';
import { TemporalServer } from '../../../../servers/temporal/temporal-server';
import { TenancyError } from '../../../../tenancy/context/tenancy-error';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import type { TenantRecord, TenantRegistry, TenantStatus } from '../../../../tenancy/registry/tenant-record';
import { tenantActivityInterceptor } from '../../../../tenancy/workflows/activity-interceptor';
import { prepareNamespace } from '../../../../tenancy/workflows/namespaces';
import { TemporalClients } from '../../../../tenancy/workflows/temporal-clients';
import { TenantWorkflowClient } from '../../../../tenancy/workflows/tenant-workflow-client';
import { type ActivityRecord, sampleActivities } from './sample-activities';

export const newTenant = (slug: string): TenantContext => ({
  id: randomUUID(),
  slug,
  tier: 'growth',
  region: 'us-east-1',
});

/** A registry of the test's tenants, for the side of Temporal alone. */
export class ListedTenants implements TenantRegistry {
  readonly statuses = new Map<string, TenantStatus>();
  readonly namespaces = new Map<string, string>();

  constructor(private readonly tenants: readonly TenantContext[]) {}

  async byId(id: string): Promise<TenantRecord | null> {
    const tenant = this.tenants.find((one) => one.id === id);
    if (!tenant) return null;
    return {
      ...tenant,
      name: tenant.slug,
      status: this.statuses.get(id) ?? 'active',
      contractLimits: null,
      providerBudgetUsd: null,
      temporalNamespace: this.namespaces.get(id) ?? null,
      wrappedDataKey: null,
    } as TenantRecord;
  }

  async bySlug(slug: string): Promise<TenantRecord | null> {
    const tenant = this.tenants.find((one) => one.slug === slug);
    return tenant ? this.byId(tenant.id) : null;
  }

  async activeById(id: string): Promise<TenantContext> {
    const record = await this.byId(id);
    if (!record) throw new TenancyError('unknown-tenant', 'There is no such tenant.');
    if (record.status !== 'active') throw new TenancyError('inactive-tenant', 'The tenant is suspended.');
    const { slug, tier, region } = record;
    return { id, slug, tier, region };
  }

  async activeBySlug(slug: string): Promise<TenantContext> {
    return this.activeById((await this.bySlug(slug))?.id ?? '');
  }
}

const namespace = 'tenants';

/** A Temporal server with a worker that runs the sample workflows of all tenants. */
export class TemporalPlatform {
  readonly activities: ActivityRecord[] = [];
  readonly warnings: string[] = [];

  private constructor(
    private readonly postgres: PostgresServer,
    private readonly server: TemporalServer,
    readonly connection: Connection,
    readonly registry: ListedTenants,
  ) {}

  static async start(tenants: readonly TenantContext[]): Promise<TemporalPlatform> {
    const postgres = await PostgresServer.start();
    const server = await TemporalServer.start(postgres);
    const connection = await Connection.connect({ address: server.address });
    await prepareNamespace(connection, { namespace, retentionDays: 3 });
    return new TemporalPlatform(postgres, server, connection, new ListedTenants(tenants));
  }

  get client(): TenantWorkflowClient {
    return new TenantWorkflowClient({ connection: this.connection, namespace });
  }

  get clients(): TemporalClients {
    return new TemporalClients({
      registry: this.registry,
      connection: this.connection,
      sharedNamespace: namespace,
    });
  }

  /** A client that knows nothing of tenants: an operator's, or an attacker's. */
  get plainClient(): Client {
    return new Client({ connection: this.connection, namespace });
  }

  /** Keeps what the SDK and the workflows of this process warn of in `warnings`. Call once, before the first worker. */
  catchWarnings(): void {
    Runtime.install({ logger: new DefaultLogger('WARN', ({ message }) => this.warnings.push(message)) });
  }

  async worker(taskQueue: string, options: Partial<WorkerOptions> = {}): Promise<Worker> {
    return Worker.create({
      connection: await NativeConnection.connect({ address: this.server.address }),
      namespace,
      taskQueue,
      workflowsPath: require.resolve('./sample-workflows'),
      activities: sampleActivities(this.activities),
      interceptors: {
        workflowModules: [require.resolve('../../../../tenancy/workflows/workflow-interceptor')],
        activity: [tenantActivityInterceptor(this.registry)],
      },
      ...options,
    });
  }

  async stop(): Promise<void> {
    await this.connection.close();
    await this.server.stop();
    await this.postgres.stop();
  }
}
