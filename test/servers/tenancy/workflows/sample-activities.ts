import { setTimeout as sleep } from 'node:timers/promises';
import { currentTenant } from '../../../../tenancy/context/current-tenant';

/** What the activities did, in order. */
export interface ActivityRecord {
  readonly tenant: string;
  readonly workflowId?: string;
}

export const sampleActivities = (record: ActivityRecord[]) => ({
  async whoAmI(): Promise<string> {
    await sleep(1);
    const { slug } = currentTenant();
    record.push({ tenant: slug });
    return slug;
  },
  async slowStep(workflowId: string): Promise<string> {
    await sleep(20);
    const { slug } = currentTenant();
    record.push({ tenant: slug, workflowId });
    return slug;
  },
});

export type SampleActivities = ReturnType<typeof sampleActivities>;
