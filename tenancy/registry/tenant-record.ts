import type { TenantContext } from '../context/tenant-context';

/**
 * - `provisioning`: not usable yet; - `active`; - `suspended`: refused at every door, data kept;
 * - `leaving`: offboarded, in its days of grace, refused like suspended; - `erased`: only the registry row is left.
 */
export const tenantStatuses = ['provisioning', 'active', 'suspended', 'leaving', 'erased'] as const;
export type TenantStatus = (typeof tenantStatuses)[number];

/** A row of `public.tenants`. */
export interface TenantRecord extends TenantContext {
  readonly name: string;
  readonly status: TenantStatus;
  /** Limits by contract, over those of the tier; null where the tier's hold. */
  readonly contractLimits: Partial<TenantLimits> | null;
  /** USD that its tasks may cost at model providers a calendar month (UTC); null is no limit. */
  readonly providerBudgetUsd: number | null;
  /** A Temporal namespace of its own (Enterprise, where the contract says so); null is the shared one. */
  readonly temporalNamespace: string | null;
}

export interface TenantLimits {
  readonly requestsPerMinute: number;
  readonly agents: number;
  /** Tasks that wait or run at one time. */
  readonly tasks: number;
  readonly storageGib: number;
}

/** Looks tenants up. Answers may be `cacheSeconds` old (default 5): that long a suspension takes to be felt. */
export interface TenantRegistry {
  byId(id: string): Promise<TenantRecord | null>;
  bySlug(slug: string): Promise<TenantRecord | null>;
  /** The context of a tenant that may be served; throws `unknown-tenant` or `inactive-tenant`. */
  activeById(id: string): Promise<TenantContext>;
  activeBySlug(slug: string): Promise<TenantContext>;
}
