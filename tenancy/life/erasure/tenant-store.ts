import type { TenantContext } from '../../context/tenant-context';

export interface ErasedTenant extends TenantContext {
  /** A Temporal namespace of its own; null is the shared one. */
  readonly temporalNamespace: string | null;
}

/** A place outside the database that holds something of a tenant. */
export interface TenantStore {
  /** How many of the tenant's things are there now; null: it cannot tell. */
  count(tenant: ErasedTenant): Promise<number | null>;
  /**
   * Removes all of them; what was removed before does no harm. Answers a remark for the certificate, for what a count
   * does not say.
   */
  remove(tenant: ErasedTenant): Promise<string | void>;
}

/** A store that this platform does not have, or that erasure does not reach: said in the certificate. */
export interface AbsentStore {
  /** A sentence. */
  readonly absent: string;
}

/** Every kind of place that tenants' data reach. None can be forgotten: one that is not there says why. */
export interface TenantStores {
  /** Temporal's workflows, running and closed. */
  readonly workflows: TenantStore | AbsentStore;
  /** Jobs in the queues. */
  readonly queue: TenantStore | AbsentStore;
  /** Keys in the Redis of queues and sessions. */
  readonly redis: TenantStore | AbsentStore;
  /** Keys in the Redis of caches and limits, where it is another one. */
  readonly volatileRedis: TenantStore | AbsentStore;
  /** The tenant's files in object storage. */
  readonly files: TenantStore | AbsentStore;
  /** Lines of the tenant in the log store. */
  readonly logs: TenantStore | AbsentStore;
}

export const isPresent = (store: TenantStore | AbsentStore): store is TenantStore => 'remove' in store;
