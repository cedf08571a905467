import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, WorkflowClient, type WorkflowHandle } from '@temporalio/client';
import { heartbeatTimeoutSeconds, sharedNamespace } from '../../../app/src/workflows/names';
import { superuser } from '../../../servers/postgres/postgres-server';
import { tenantWorkflowId } from '../../../tenancy/workflows/workflow-ids';
import { ApiClient } from '../app/support/api-client';
import { ReferencePlatform } from '../app/support/reference-platform';
import type { RunningApplication } from '../app/support/running-application';

jest.setTimeout(180_000);

/** For Temporal to notice, for the first retry, and for the second step. */
const slackSeconds = 8;
/** temporal.api.enums.v1.PendingActivityState */
const started = 2;

let platform: ReferencePlatform;
let connection: Connection;
let api: RunningApplication;
let acme: ApiClient;

beforeAll(async () => {
  platform = await ReferencePlatform.start({ tenants: ['acme'], temporal: true });
  connection = await Connection.connect({ address: platform.variables('worker').TEMPORAL_ADDRESS });
  api = await platform.run('api');
  acme = new ApiClient(api, await platform.signIn.token({ tenant: 'acme' }));
});
afterAll(async () => {
  await connection?.close();
  await platform?.stop();
});

/** Keeps every step from its agent, so that it stays in a worker's hands. @returns what lets them go. */
async function holdSteps(): Promise<() => Promise<void>> {
  const { postgres } = platform.tenants;
  const client = await postgres.connect({ ...superuser, database: 'app' });
  await client.query('BEGIN; LOCK TABLE tenant_acme.agents IN ACCESS EXCLUSIVE MODE');
  return () => client.end();
}

/** The workflow of a task that a worker has a step of in hand, which nobody ends before `release`. */
async function stepInHand() {
  const taskId = await acme.task(await acme.agent(), 'one two\n\nthree four', { durable: true });
  const release = await holdSteps();
  const worker = await platform.run('worker');
  const client = new WorkflowClient({ connection, namespace: sharedNamespace });
  const workflow = client.getHandle(tenantWorkflowId(platform.tenants.tenant('acme').id, `task-${taskId}`));
  while ((await pendingStep(workflow))?.state !== started) await sleep(200);
  return { taskId, workflow, worker, release };
}

async function pendingStep(workflow: WorkflowHandle) {
  // Neither namespace nor workflow are there before the worker has come so far.
  const description = await workflow.describe().catch(() => null);
  return description?.raw.pendingActivities?.[0];
}

/** Waits for its end, for so many seconds. @returns how many it took; null: it has not ended. */
async function secondsToEnd(workflow: WorkflowHandle, secondsMax: number): Promise<number | null> {
  const before = Date.now();
  const seconds = (): number => (Date.now() - before) / 1000;
  while (seconds() < secondsMax) {
    if ((await workflow.describe()).status.name !== 'RUNNING') return seconds();
    await sleep(200);
  }
  return null;
}

test('a step in a living worker’s hands stays there; that of a killed one is soon another’s', async () => {
  const { taskId, workflow, worker, release } = await stepInHand();
  await sleep((heartbeatTimeoutSeconds + 3) * 1000);
  expect(await pendingStep(workflow)).toMatchObject({ state: started, attempt: 1 });

  await worker.stop('SIGKILL');
  await release();
  const other = await platform.run('worker');
  expect(await secondsToEnd(workflow, heartbeatTimeoutSeconds + slackSeconds)).not.toBeNull();
  expect(await workflow.result()).toMatchObject({ calls: 2, answer: 'two one\n\nfour three' });
  const task = await acme.finished(taskId);
  expect(task).toMatchObject({ state: 'done', result: { calls: 2 } });
  await other.stop('SIGKILL');
});

test('planted fault: without the timeout of heartbeats a killed worker’s step waits on', async () => {
  const file = join(platform.application.folder, 'workflows.js');
  const sound = readFileSync(file, 'utf8');
  const planted = sound.replace(/heartbeatTimeout: /g, 'noHeartbeatTimeout: ');
  expect(planted).not.toBe(sound);
  writeFileSync(file, planted);
  const { workflow, worker, release } = await stepInHand();
  await worker.stop('SIGKILL');
  await release();
  const other = await platform.run('worker');
  expect(await secondsToEnd(workflow, heartbeatTimeoutSeconds + slackSeconds)).toBeNull();
  await other.stop('SIGKILL');
});
