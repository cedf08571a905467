import { Connection, WorkflowClient } from '@temporalio/client';
import { PostgresServer } from '../../../../servers/postgres/postgres-server';
import { TemporalServer } from '../../../../servers/temporal/temporal-server';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { WorkflowStore } from '../../../../tenancy/life/erasure/workflow-store';
import { prepareNamespace } from '../../../../tenancy/workflows/namespaces';
import { TenantWorkflowClient } from '../../../../tenancy/workflows/tenant-workflow-client';
import { newTenant } from '../workflows/temporal-platform';

const namespace = 'tenants';
const [acme, globex] = [newTenant('acme'), newTenant('globex')];

describe('workflows of an erased tenant', () => {
  let postgres: PostgresServer;
  let server: TemporalServer;
  let connection: Connection;

  beforeAll(async () => {
    postgres = await PostgresServer.start();
    server = await TemporalServer.start(postgres);
    connection = await Connection.connect({ address: server.address });
    await prepareNamespace(connection, { namespace, retentionDays: 3 });
  }, 120_000);
  afterAll(async () => {
    await connection?.close();
    await server?.stop();
    await postgres?.stop();
  });

  it('are counted and removed, and no other tenant loses one', async () => {
    const client = new TenantWorkflowClient({ connection, namespace });
    const store = new WorkflowStore(async () => new WorkflowClient({ connection, namespace }));
    for (const tenant of [acme, acme, globex]) {
      await runAsTenant(tenant, () =>
        client.start('nobodyRunsThis', { taskQueue: 'nobody', workflowId: `w-${Math.random()}` }),
      );
    }
    const [erased, other] = [acme, globex].map((tenant) => ({ ...tenant, temporalNamespace: null }));
    while ((await store.count(erased!)) + (await store.count(other!)) < 3) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await store.count(erased!)).toBe(2);
    await store.remove(erased!);
    expect([await store.count(erased!), await store.count(other!)]).toEqual([0, 1]);
  }, 180_000);
});
