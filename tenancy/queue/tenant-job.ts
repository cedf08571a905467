import type { Job } from 'bullmq';
import { z } from 'zod';
import { TenancyError, type TenancyErrorCode } from '../context/tenancy-error';
import { type TenantContext, tenantContextSchema } from '../context/tenant-context';
import type { TenantRegistry } from '../registry/tenant-record';

/** What a job in a queue holds: who it is for and which task it is. What the task is about stays in the database. */
export const tenantJobSchema = z.strictObject({ tenant: tenantContextSchema, taskId: z.uuid() });
export type TenantJob = z.infer<typeof tenantJobSchema>;

/** Why a job is not performed, now or ever; other errors pass when it is tried again. */
const refusals: ReadonlySet<TenancyErrorCode> = new Set([
  'no-tenant',
  'tenant-mismatch',
  'unknown-tenant',
  'inactive-tenant',
]);

export const isRefusal = (error: unknown): error is TenancyError =>
  error instanceof TenancyError && refusals.has(error.code);

/**
 * The tenant and task of a job, which anyone with access to Redis may have written. Throws `no-tenant` when it is
 * malformed, `tenant-mismatch` when its parts contradict one another or the registry, and what the registry throws.
 * The context is the registry's: a tier may have changed since the job was queued.
 */
export async function readTenantJob(
  job: Pick<Job, 'id' | 'data'>,
  registry: TenantRegistry,
): Promise<{ readonly tenant: TenantContext; readonly taskId: string }> {
  const parsed = tenantJobSchema.safeParse(job.data);
  if (!parsed.success)
    throw new TenancyError('no-tenant', 'The job has no valid tenant: it is not performed.');
  const { tenant: claimed, taskId } = parsed.data;
  const tenant = await registry.activeById(claimed.id);
  if (job.id !== taskId || tenant.slug !== claimed.slug || tenant.region !== claimed.region) {
    throw new TenancyError(
      'tenant-mismatch',
      'The job contradicts itself or the registry: it is not performed.',
    );
  }
  return { tenant, taskId };
}
