import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import { TenancyError } from './tenancy-error';
import type { TenantContext } from './tenant-context';

const storage = new AsyncLocalStorage<TenantContext>();

/**
 * Runs `work`, and all that it starts, for one tenant. Inside one tenant's work no other tenant's can be started: a
 * worker that serves many begins each outside of any.
 */
export function runAsTenant<Result>(tenant: TenantContext, work: () => Result): Result {
  const current = storage.getStore();
  if (current && (current.id !== tenant.id || current.slug !== tenant.slug)) {
    throw new TenancyError('tenant-mismatch', 'Work of one tenant cannot become work of another.');
  }
  return storage.run(tenant, work);
}

/** Runs `work` without a tenant, for what outlives a request: a pool, a subscription, a timer. */
export const runOutsideTenants = <Result>(work: () => Result): Result => storage.exit(work);

/** The tenant that the running code works for. Throws `no-tenant`: forgetting the tenant must never mean all tenants. */
export function currentTenant(): TenantContext {
  const tenant = storage.getStore();
  if (!tenant) {
    throw new TenancyError('no-tenant', 'No tenant: run this inside runAsTenant or behind its middleware.');
  }
  return tenant;
}

export const hasTenant = (): boolean => storage.getStore() !== undefined;

/**
 * Runs every listener of an emitter for one tenant, whoever emits: a request's `data` comes from its connection, which
 * serves many tenants, and a pipelined response is woken by the one before it.
 */
export function bindEmitter(emitter: EventEmitter, tenant: TenantContext): void {
  const emit = emitter.emit.bind(emitter);
  emitter.emit = (event: string | symbol, ...values: unknown[]) =>
    runOutsideTenants(() => runAsTenant(tenant, () => emit(event, ...values)));
}
