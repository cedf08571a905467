import {
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  executeChild,
  getExternalWorkflowHandle,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { SampleActivities } from './sample-activities';

const options = { startToCloseTimeout: '10 s' } as const;
const { whoAmI, slowStep } = proxyActivities<SampleActivities>(options);
const local = proxyLocalActivities<SampleActivities>(options);

export const finish = defineSignal('finish');
export const finished = defineQuery<boolean>('finished');
export const rename = defineUpdate<string, [string]>('rename');

/** The tenants that its activities ran as. */
export async function tenantsOfActivities(): Promise<string[]> {
  return [await whoAmI(), await local.whoAmI()];
}

export async function tenantOfChild(childId?: string): Promise<{ id: string; tenants: string[] }> {
  const options = childId === undefined ? {} : { workflowId: childId };
  const handle = await startChild(tenantsOfActivities, options);
  return { id: handle.workflowId, tenants: await handle.result() };
}

export async function tenantAfterContinuing(runs: number): Promise<string> {
  if (runs > 0) await continueAsNew<typeof tenantAfterContinuing>(runs - 1);
  return whoAmI();
}

export async function waitsForFinish(): Promise<string> {
  let isFinished = false;
  setHandler(finish, () => void (isFinished = true));
  setHandler(finished, () => isFinished);
  setHandler(rename, async (name) => `${name} by ${await whoAmI()}`);
  await condition(() => isFinished);
  return 'finished';
}

export async function signalsAnother(workflowId: string): Promise<void> {
  await getExternalWorkflowHandle(workflowId).signal(finish);
}

export async function cancelsAnother(workflowId: string): Promise<void> {
  await getExternalWorkflowHandle(workflowId)
    .cancel()
    .catch((error: Error) => {
      throw ApplicationFailure.nonRetryable(error.message);
    });
}

export async function startsChildOf(tenantId: string): Promise<void> {
  await executeChild(tenantsOfActivities, { workflowId: `tenant:${tenantId}:stolen` });
}

export async function oneStep(): Promise<string> {
  return slowStep(workflowInfo().workflowId);
}
