import { z } from 'zod';
import { newSlugSchema, tenantContextSchema, tiers } from '@platform/tenancy/context/tenant-context';
import type { ListedTenant } from '@platform/tenancy/life/tenant-list';
import { contractLimitsSchema } from '@platform/tenancy/registry/contract-limits';
import { tenantStatuses } from '@platform/tenancy/registry/tenant-record';
import { instant, jsonObject, model } from '../api/model';

const terms = {
  tier: z.enum(tiers),
  /** Over those of the tier; for enterprise, all of them. */
  contractLimits: contractLimitsSchema.nullable().optional(),
  /** USD a calendar month at model providers; null is no limit. */
  providerBudgetUsd: z.number().min(0).nullable().optional(),
};

export const newTenant = model(
  'NewTenant',
  z.strictObject({
    slug: newSlugSchema,
    name: z.string().min(1).max(200),
    region: tenantContextSchema.shape.region,
    ...terms,
    /** The first person who may administer the tenant. */
    admin: z.strictObject({ email: z.email(), name: z.string().min(1).max(200) }).optional(),
  }),
);

export const tierChange = model('TierChange', z.strictObject(terms));

export const reason = model('Reason', z.strictObject({ reason: z.string().min(1).max(500) }));

const adminTenant = model(
  'AdminTenant',
  z.strictObject({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    tier: z.enum(tiers),
    region: z.string(),
    status: z.enum(tenantStatuses),
    contractLimits: jsonObject.nullable(),
    providerBudgetUsd: z.number().nullable(),
    schemaVersion: z.int(),
    createdAt: instant,
    suspendedBecause: z.string().nullable(),
    eraseAfter: instant.nullable(),
  }),
);
type AdminTenant = z.infer<typeof adminTenant>;

export const adminTenantList = model('AdminTenantList', z.strictObject({ tenants: z.array(adminTenant) }));

export const adminTenantOf = (tenant: ListedTenant): AdminTenant => ({
  id: tenant.id,
  slug: tenant.slug,
  name: tenant.name,
  tier: tenant.tier,
  region: tenant.region,
  status: tenant.status,
  contractLimits: tenant.contractLimits && { ...tenant.contractLimits },
  providerBudgetUsd: tenant.providerBudgetUsd,
  schemaVersion: tenant.schemaVersion,
  createdAt: tenant.createdAt.toISOString(),
  suspendedBecause: tenant.suspendedBecause,
  eraseAfter: tenant.eraseAfter?.toISOString() ?? null,
});
