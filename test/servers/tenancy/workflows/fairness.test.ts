import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { oneStep } from './sample-workflows';
import { newTenant, TemporalPlatform } from './temporal-platform';

const flooding = newTenant('flooding');
const others = ['bravo', 'charlie', 'delta'].map(newTenant);
const floodSize = 200;
const taskQueue = 'fair';
let platform: TemporalPlatform;

beforeAll(async () => {
  platform = await TemporalPlatform.start([flooding, ...others]);
}, 120_000);
afterAll(() => platform.stop());

const startMany = (tenant: TenantContext, count: number) =>
  runAsTenant(tenant, () =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        platform.client.start(oneStep, { taskQueue, workflowId: `step-${index}` }),
      ),
    ),
  );

test('a flood of one tenant does not hold up the tenants that come after it', async () => {
  // All work waits in the server before the first worker is there: the order is the server's alone.
  await startMany(flooding, floodSize);
  const late = await Promise.all(
    others.map(async (tenant) => ({ tenant, handles: await startMany(tenant, 5) })),
  );
  const worker = await platform.worker(taskQueue, {
    maxConcurrentActivityTaskExecutions: 2,
    maxConcurrentWorkflowTaskExecutions: 2,
    maxCachedWorkflows: 500,
  });
  await worker.runUntil(async () => {
    for (const { tenant, handles } of late) {
      await runAsTenant(tenant, () => Promise.all(handles.map((handle) => handle.result())));
    }
  });
  const before = platform.activities.filter(({ tenant }) => tenant === flooding.slug).length;
  // First come first served would have run all of the flood.
  expect(before).toBeLessThan(floodSize / 2);
}, 120_000);
