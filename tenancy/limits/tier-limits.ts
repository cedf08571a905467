import { currentTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import type { Tier } from '../context/tenant-context';
import { contractLimitsSchema } from '../registry/contract-limits';
import type { TenantLimits, TenantRecord, TenantRegistry } from '../registry/tenant-record';

/** What each price plan allows. Enterprise has no plan: its contract says all. */
export const tierLimits: Readonly<Record<Exclude<Tier, 'enterprise'>, TenantLimits>> = {
  free: { requestsPerMinute: 100, agents: 5, tasks: 10, storageGib: 1 },
  starter: { requestsPerMinute: 500, agents: 20, tasks: 50, storageGib: 10 },
  growth: { requestsPerMinute: 2000, agents: 100, tasks: 200, storageGib: 50 },
};

const tenantLimitsSchema = contractLimitsSchema.required();

/**
 * The limits of a tenant: by contract where it says something, else by tier. Throws `conflict` where neither does, so
 * that a gap in a contract is no free ride.
 */
export function limitsOf({
  tier,
  contractLimits,
}: Pick<TenantRecord, 'tier' | 'contractLimits'>): TenantLimits {
  const byTier = tier === 'enterprise' ? {} : tierLimits[tier];
  const limits = tenantLimitsSchema.safeParse({ ...byTier, ...contractLimits });
  if (!limits.success) {
    const fields = limits.error.issues.flatMap(({ code, path, ...issue }) =>
      code === 'unrecognized_keys' && 'keys' in issue ? issue.keys : path,
    );
    throw new TenancyError('conflict', `State these limits in the tenant's contract: ${fields.join(', ')}.`);
  }
  return limits.data;
}

/** The limits of the current tenant, as the registry knows them now. */
export async function currentLimits(registry: TenantRegistry): Promise<TenantLimits> {
  const record = await registry.byId(currentTenant().id);
  if (!record) throw new TenancyError('unknown-tenant', 'There is no such tenant.');
  return limitsOf(record);
}
