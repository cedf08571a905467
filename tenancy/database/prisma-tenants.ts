import { AsyncLocalStorage } from 'node:async_hooks';
import { currentTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';

/** The tenant for whom a wrapped client took a call. */
const servedTenant = new AsyncLocalStorage<string>();

/** Prisma's collector of calls: what is asked for in one turn of the event loop is sent at the end of it. */
interface DataLoader {
  readonly options: unknown;
  request(call: unknown): Promise<unknown>;
}

/** Where a Prisma 7 client keeps it. */
interface ClientInternals {
  readonly _requestHandler?: { dataloader?: DataLoader };
}

/**
 * Makes a Prisma client safe to share between tenants, with all that is derived from it by `$extends`. Prisma collects
 * the calls of one turn of the event loop, merges `findUnique` calls into one query, and sends all of them from the
 * context of whoever came first: another tenant's. Here each tenant has a collector of its own, in its own context.
 * Throws when this Prisma keeps its collector elsewhere, and a call throws without a tenant.
 */
export function servingTenants<Client extends object>(client: Client): Client {
  const handler = (client as ClientInternals)._requestHandler;
  const shared = handler?.dataloader;
  if (!handler || typeof shared?.request !== 'function' || !shared.options) {
    throw new Error(
      'This version of Prisma is not known to keep tenants apart: use the one in package.json.',
    );
  }
  const Collector = shared.constructor as new (options: unknown) => DataLoader;
  const collectors = new Map<string, DataLoader>();
  const collectorOf = (tenantId: string): DataLoader => {
    const known = collectors.get(tenantId);
    if (known) return known;
    const made = new Collector(shared.options);
    collectors.set(tenantId, made);
    // By then it has sent what it collected.
    setImmediate(() => collectors.delete(tenantId));
    return made;
  };
  handler.dataloader = {
    options: shared.options,
    request: async (call) => {
      const { id } = currentTenant();
      return servedTenant.run(id, () => collectorOf(id).request(call));
    },
  };
  return client;
}

/** Throws unless the running query was taken by a wrapped client for the current tenant, and for `tenantId` if given. */
export function assertServesTenants(tenantId = currentTenant().id): void {
  const served = servedTenant.getStore();
  if (served === undefined) {
    throw new TenancyError('no-tenant', 'Wrap the Prisma client: servingTenants(new PrismaClient(…)).');
  }
  if (served !== tenantId || served !== currentTenant().id) {
    throw new TenancyError('tenant-mismatch', 'A query of one tenant reached the transaction of another.');
  }
}
