import { z } from 'zod';
import type { Tier } from '../context/tenant-context';
import type { TenantLimits } from './tenant-record';

/** Limits that a contract sets over those of the tier; what it leaves out is the tier's. */
export const contractLimitsSchema = z.strictObject({
  requestsPerMinute: z.int().positive().optional(),
  agents: z.int().nonnegative().optional(),
  tasks: z.int().nonnegative().optional(),
  storageGib: z.number().nonnegative().optional(),
});

const limitNames = Object.keys(contractLimitsSchema.shape) as readonly (keyof TenantLimits)[];

/** Enterprise has no limits but those of the contract, which therefore has to name each. */
export const tierIsComplete = (tenant: {
  readonly tier: Tier;
  readonly contractLimits: Partial<TenantLimits> | null;
}): boolean =>
  tenant.tier !== 'enterprise' || limitNames.every((name) => tenant.contractLimits?.[name] !== undefined);

export const tierMessage = `The tier "enterprise" needs contractLimits with ${limitNames.join(', ')}.`;
