import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { deleteTenantWorkflows } from '../../../../tenancy/workflows/delete-tenant-workflows';
import { prepareNamespace } from '../../../../tenancy/workflows/namespaces';
import { waitsForFinish } from './sample-workflows';
import { newTenant, TemporalPlatform } from './temporal-platform';

const leaver = newTenant('leaver');
const stayer = newTenant('stayer');
let platform: TemporalPlatform;
let names = 0;

beforeAll(async () => {
  platform = await TemporalPlatform.start([leaver, stayer]);
}, 120_000);
afterAll(() => platform.stop());

/** No worker is needed for what is only started and ended. */
const start = () =>
  platform.client.start(waitsForFinish, { taskQueue: 'nobody', workflowId: `sample-${++names}` });

test('all workflows of a tenant are ended and deleted, and no other’s', async () => {
  const kept = await runAsTenant(stayer, start);
  await runAsTenant(leaver, async () => {
    for (let count = 0; count < 3; count++) await start();
    await (await start()).terminate();
  });
  const plain = platform.plainClient.workflow;
  const closed = `TenantId = '${leaver.id}' AND ExecutionStatus != 'Running'`;
  while ((await plain.count(closed)).count < 1) await sleep(50);
  const counts = await deleteTenantWorkflows(plain, leaver.id);
  const left = await runAsTenant(leaver, () => platform.client.count());
  const { status } = await runAsTenant(stayer, () => kept.describe());
  expect([counts, left.count, status.name]).toEqual([{ terminated: 3, deleted: 4 }, 0, 'RUNNING']);
}, 180_000);

test('a namespace of its own is made ready, and again', async () => {
  const options = { namespace: 'leaver-only', retentionDays: 3 };
  await prepareNamespace(platform.connection, options);
  await prepareNamespace(platform.connection, options);
  const own = new Client({ connection: platform.connection, namespace: options.namespace });
  await expect(own.workflow.count(`TenantId = '${leaver.id}'`)).resolves.toMatchObject({ count: 0 });
}, 120_000);
