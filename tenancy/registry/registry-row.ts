import type { TenantContext, Tier } from '../context/tenant-context';
import type { TenantLimits, TenantRecord, TenantStatus } from './tenant-record';

/** Columns of `public.tenants` that make a TenantRecord. */
export const tenantColumns =
  'id, slug, name, tier, region, status, contract_limits, provider_budget_usd, temporal_namespace';

export interface TenantRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly tier: Tier;
  readonly region: string;
  readonly status: TenantStatus;
  readonly contract_limits: Partial<TenantLimits> | null;
  /** `numeric` comes as text. */
  readonly provider_budget_usd: string | null;
  readonly temporal_namespace: string | null;
}

export const recordOfRow = (row: TenantRow): TenantRecord => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  tier: row.tier,
  region: row.region,
  status: row.status,
  contractLimits: row.contract_limits,
  providerBudgetUsd: row.provider_budget_usd === null ? null : Number(row.provider_budget_usd),
  temporalNamespace: row.temporal_namespace,
});

/** What travels with work: no more than the context's own fields. */
export const contextOf = ({ id, slug, tier, region }: TenantContext): TenantContext => ({
  id,
  slug,
  tier,
  region,
});
