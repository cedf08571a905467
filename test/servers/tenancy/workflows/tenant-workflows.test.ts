import { setTimeout as sleep } from 'node:timers/promises';
import { Client, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { withTenantHeader } from '../../../../tenancy/workflows/tenant-header';
import {
  cancelsAnother,
  finish,
  finished,
  rename,
  signalsAnother,
  startsChildOf,
  tenantAfterContinuing,
  tenantOfChild,
  tenantsOfActivities,
  waitsForFinish,
} from './sample-workflows';
import { newTenant, TemporalPlatform } from './temporal-platform';

const acme = newTenant('acme');
const globex = newTenant('globex');
const taskQueue = 'sample';
let platform: TemporalPlatform;
let worker: Worker;
let running: Promise<void>;
let names = 0;

beforeAll(async () => {
  platform = await TemporalPlatform.start([acme, globex]);
  platform.catchWarnings();
  worker = await platform.worker(taskQueue);
  running = worker.run();
}, 120_000);

afterAll(async () => {
  worker.shutdown();
  await running;
  await platform.stop();
});

afterEach(() => platform.registry.statuses.clear());

const newOptions = () => ({ taskQueue, workflowId: `sample-${++names}` });
const asAcme = <Result>(work: () => Promise<Result>) => runAsTenant(acme, work);
const causeOf = async (work: Promise<unknown>): Promise<string> => {
  let error = (await work.then(
    () => new Error('nothing was refused'),
    (caught) => caught,
  )) as Error;
  while (error.cause instanceof Error) error = error.cause;
  return error.message;
};

describe('a workflow of a tenant', () => {
  test('runs its activities as the tenant', async () => {
    await expect(asAcme(() => platform.client.execute(tenantsOfActivities, newOptions()))).resolves.toEqual([
      'acme',
      'acme',
    ]);
  });

  test('has the tenant in its id and search attribute, and as the key of its share', async () => {
    const description = await asAcme(async () => {
      const options = newOptions();
      await platform.client.execute(tenantsOfActivities, options);
      return platform.client.getHandle(options.workflowId).describe();
    });
    expect(description).toMatchObject({
      workflowId: `tenant:${acme.id}:sample-${names}`,
      searchAttributes: { TenantId: [acme.id] },
      priority: { fairnessKey: acme.id, fairnessWeight: 4 },
    });
  });

  test('gives its child the tenant and an id of the tenant', async () => {
    const child = await asAcme(() =>
      platform.client.execute(tenantOfChild, { ...newOptions(), args: ['child-1'] }),
    );
    expect(child).toEqual({ id: `tenant:${acme.id}:child-1`, tenants: ['acme', 'acme'] });
  });

  test('remains the tenant’s when it continues as new', async () => {
    const tenant = await asAcme(() =>
      platform.client.execute(tenantAfterContinuing, { ...newOptions(), args: [2] }),
    );
    expect(tenant).toBe('acme');
  });

  test('keeps its search attribute when it continues as new', async () => {
    const description = await asAcme(async () => {
      const options = newOptions();
      await platform.client.execute(tenantAfterContinuing, { ...options, args: [1] });
      return platform.client.getHandle(options.workflowId).describe();
    });
    expect(description.searchAttributes.TenantId).toEqual([acme.id]);
  });

  test('takes signals, queries and updates of its tenant', async () => {
    const answers = await asAcme(async () => {
      const handle = await platform.client.start(waitsForFinish, newOptions());
      const before = await handle.query(finished);
      const renamed = await handle.executeUpdate(rename, { args: ['report'] });
      await handle.signal(finish);
      return [before, renamed, await handle.result()];
    });
    expect(answers).toEqual([false, 'report by acme', 'finished']);
  });

  test('is started by a signal and by an update', async () => {
    const answers = await asAcme(async () => {
      const signalled = await platform.client.signalWithStart(waitsForFinish, {
        ...newOptions(),
        signal: finish,
      });
      const startWorkflowOperation = new WithStartWorkflowOperation(waitsForFinish, {
        ...newOptions(),
        workflowIdConflictPolicy: 'FAIL',
      });
      const renamed = await platform.client.executeUpdateWithStart(rename, {
        args: ['other'],
        startWorkflowOperation,
      });
      await (await startWorkflowOperation.workflowHandle()).signal(finish);
      return [await signalled.result(), renamed];
    });
    expect(answers).toEqual(['finished', 'other by acme']);
  });
});

describe('the client', () => {
  const calls: Record<string, () => unknown> = {
    start: () => platform.client.start(tenantsOfActivities, newOptions()),
    execute: () => platform.client.execute(tenantsOfActivities, newOptions()),
    getHandle: () => platform.client.getHandle('sample-1'),
    result: () => platform.client.result('sample-1'),
    count: () => platform.client.count(),
    list: () => platform.client.list()[Symbol.asyncIterator]().next(),
  };

  test.each(Object.keys(calls))('refuses %s without a tenant', async (name) => {
    await expect((async () => calls[name]?.())()).rejects.toMatchObject({ code: 'no-tenant' });
  });

  test('refuses another tenant’s workflow id', async () => {
    await expect(
      asAcme(async () => platform.client.getHandle(`tenant:${globex.id}:sample-1`)),
    ).rejects.toMatchObject({ code: 'tenant-mismatch' });
  });

  test('refuses to start under another tenant’s prefix', async () => {
    const workflowId = `tenant:${globex.id}:stolen`;
    await expect(
      asAcme(() => platform.client.start(tenantsOfActivities, { taskQueue, workflowId })),
    ).rejects.toMatchObject({ code: 'tenant-mismatch' });
  });

  test.each(['describe', 'terminate', 'cancel', 'query', 'signal', 'result', 'history'] as const)(
    'refuses %s through a handle that another tenant got',
    async (call) => {
      const handle = await runAsTenant(globex, () => platform.client.start(waitsForFinish, newOptions()));
      const calls = {
        describe: () => handle.describe(),
        terminate: () => handle.terminate(),
        cancel: () => handle.cancel(),
        query: () => handle.query(finished),
        signal: () => handle.signal(finish),
        result: () => handle.result(),
        history: () => handle.fetchHistory(),
      };
      await expect(asAcme<unknown>(() => calls[call]())).rejects.toMatchObject({ code: 'tenant-mismatch' });
      await runAsTenant(globex, () => handle.terminate());
    },
  );

  test('lists only the tenant’s workflows, whatever the query', async () => {
    const handle = await runAsTenant(globex, () => platform.client.start(waitsForFinish, newOptions()));
    const seen = await asAcme(async () => {
      const ids = [];
      const query = `ExecutionStatus = 'Running') OR (WorkflowType != ''`;
      for await (const { workflowId } of platform.client.list({ query })) ids.push(workflowId);
      return ids;
    });
    await runAsTenant(globex, () => handle.terminate());
    expect(new Set(seen.map((id) => id.split(':')[1]))).toEqual(new Set([acme.id]));
  });

  test('uses the namespace of its own that the registry names', async () => {
    platform.registry.namespaces.set(globex.id, 'globex-only');
    const client = await runAsTenant(globex, () => platform.clients.forCurrentTenant());
    expect(client.options.namespace).toBe('globex-only');
  });
});

describe('what comes from elsewhere', () => {
  const forged = (workflowId: string, header: object | undefined) =>
    platform.plainClient.workflow.execute(tenantsOfActivities, { taskQueue, workflowId, ...header });

  test('a workflow without the header fails, and no activity runs', async () => {
    const before = platform.activities.length;
    const cause = await causeOf(forged(`tenant:${acme.id}:bare`, undefined));
    expect([cause, platform.activities.length - before]).toEqual(['The call carries no valid tenant.', 0]);
  });

  test('a header that contradicts the workflow’s id fails the workflow', async () => {
    const forging = new Client({
      connection: platform.connection,
      namespace: 'tenants',
      interceptors: {
        workflow: [
          {
            startWithDetails: (input, next) =>
              next({ ...input, headers: withTenantHeader(input.headers, globex) }),
          },
        ],
      },
    });
    const cause = await causeOf(
      forging.workflow.execute(tenantsOfActivities, { taskQueue, workflowId: `tenant:${acme.id}:forged` }),
    );
    expect(cause).toBe('The workflow is not one of the current tenant.');
  });

  test('a signal without the tenant is dropped, and the workflow lives', async () => {
    const handle = await asAcme(() => platform.client.start(waitsForFinish, newOptions()));
    await platform.plainClient.workflow.getHandle(handle.workflowId).signal(finish);
    const isFinished = await asAcme(() => handle.query(finished));
    await asAcme(() => handle.terminate());
    expect(isFinished).toBe(false);
  });

  test('an update without the tenant is refused', async () => {
    const handle = await asAcme(() => platform.client.start(waitsForFinish, newOptions()));
    const stranger = platform.plainClient.workflow.getHandle(handle.workflowId);
    await expect(stranger.executeUpdate(rename, { args: ['x'] })).rejects.toThrow(WorkflowUpdateFailedError);
    await asAcme(() => handle.terminate());
  });

  test('a workflow cannot signal another tenant’s', async () => {
    const other = await runAsTenant(globex, () => platform.client.start(waitsForFinish, newOptions()));
    const cause = await causeOf(
      asAcme(() => platform.client.execute(signalsAnother, { ...newOptions(), args: [other.workflowId] })),
    );
    expect(cause).toBe('The workflow is not one of the current tenant.');
    await runAsTenant(globex, () => other.terminate());
  });

  test('a workflow cannot cancel another tenant’s', async () => {
    const other = await runAsTenant(globex, () => platform.client.start(waitsForFinish, newOptions()));
    const thief = await asAcme(() =>
      platform.client.start(cancelsAnother, { ...newOptions(), args: [other.workflowId] }),
    );
    const cause = await causeOf(asAcme(() => thief.result()));
    const { status } = await runAsTenant(globex, () => other.describe());
    await runAsTenant(globex, () => other.terminate());
    expect([cause, status.name]).toEqual(['The workflow tried to cancel one of another tenant.', 'RUNNING']);
  });

  test('a workflow cannot start a child of another tenant', async () => {
    const cause = await causeOf(
      asAcme(() => platform.client.execute(startsChildOf, { ...newOptions(), args: [globex.id] })),
    );
    expect(cause).toBe('The workflow is not one of the current tenant.');
  });

  test('an activity of a tenant that the registry does not know is refused', async () => {
    const stranger = { ...newTenant('stranger') };
    const cause = await causeOf(
      runAsTenant(stranger, () => platform.client.execute(tenantsOfActivities, newOptions())),
    );
    expect(cause).toBe('There is no such tenant.');
  });

  test('an activity whose slug is another tenant’s is refused', async () => {
    const cause = await causeOf(
      runAsTenant({ ...acme, slug: 'globex' }, () =>
        platform.client.execute(tenantsOfActivities, newOptions()),
      ),
    );
    expect(cause).toBe('The activity, its workflow and the registry name different tenants.');
  });
});

test('an activity of a suspended tenant waits, and is not lost', async () => {
  platform.registry.statuses.set(globex.id, 'suspended');
  const before = platform.activities.length;
  const handle = await runAsTenant(globex, () => platform.client.start(tenantsOfActivities, newOptions()));
  await expect(pendingFailure(handle.workflowId)).resolves.toBe('The tenant is suspended.');
  await runAsTenant(globex, () => handle.terminate());
  expect(platform.activities.length).toBe(before);
});

async function pendingFailure(workflowId: string): Promise<string | null | undefined> {
  for (;;) {
    const { raw } = await platform.plainClient.workflow.getHandle(workflowId).describe();
    const failure = raw.pendingActivities?.[0]?.lastFailure;
    if (failure) return failure.message;
    await sleep(50);
  }
}
