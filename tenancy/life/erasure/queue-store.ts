import type { Job, JobType, Queue } from 'bullmq';
import type { TenantJob } from '../../queue/tenant-job';
import type { ErasedTenant, TenantStore } from './tenant-store';

const states: JobType[] = [
  'waiting',
  'prioritized',
  'delayed',
  'waiting-children',
  'completed',
  'failed',
  'active',
];
const batch = 1000;

/**
 * A tenant's jobs in queues that serve all. One that a worker has at this moment is counted and left: the worker finds
 * no task for it any more, and finishes it.
 */
export class QueueStore implements TenantStore {
  constructor(private readonly queues: readonly Queue[]) {}

  async count(tenant: ErasedTenant): Promise<number> {
    return (await this.jobs(tenant)).length;
  }

  async remove(tenant: ErasedTenant): Promise<void> {
    for (const job of await this.jobs(tenant)) {
      if (!(await job.isActive())) await job.remove();
    }
  }

  private async jobs({ id }: ErasedTenant): Promise<Job[]> {
    const found = new Map<string, Job>();
    for (const queue of this.queues) {
      for (const state of states) {
        for (let from = 0, more = true; more; from += batch) {
          const page = (await queue.getJobs([state], from, from + batch - 1)) as (
            Job<TenantJob> | undefined
          )[];
          more = page.length === batch;
          for (const job of page) {
            if (job?.id && job.data.tenant?.id === id) found.set(`${queue.name}:${job.id}`, job);
          }
        }
      }
    }
    return [...found.values()];
  }
}
