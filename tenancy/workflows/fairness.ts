import type { Priority } from '@temporalio/common';
import type { TenantContext, Tier } from '../context/tenant-context';

/**
 * Shares of the workers that the tenants of a tier get while work waits: a growth tenant's backlog moves four times as
 * fast as a free one's. The server needs the dynamic setting `matching.enableFairness`.
 */
export const fairnessWeights: Readonly<Record<Tier, number>> = {
  free: 1,
  starter: 2,
  growth: 4,
  enterprise: 8,
};

/** Priority of all of a tenant's work: the application may choose the key among the tenant's own, never the tenant. */
export const tenantPriority = ({ id, tier }: TenantContext, chosen?: Priority): Priority => ({
  ...chosen,
  fairnessKey: id,
  fairnessWeight: fairnessWeights[tier],
});
