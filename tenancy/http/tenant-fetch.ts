import { currentTenant } from '../context/current-tenant';
import { currentTraceparent } from '../context/trace-context';
import { tenantHeader } from './tenant-sources';

export interface TenantFetchOptions {
  /** The platform's own services that may know the tenant: `host`, or `host:port` for one port only. */
  readonly internalHosts: readonly string[];
  /** Default: that of the current trace. */
  readonly traceparent?: () => string | undefined;
  /** Default: Node's. */
  readonly fetch?: typeof fetch;
}

const traceHeaders = ['traceparent', 'tracestate'];

/**
 * `fetch` for work of a tenant. Calls to the platform's own services carry `x-tenant-id` and `traceparent`; any other
 * host, such as a model provider's, gets neither. Without a current tenant it rejects with `no-tenant`. A redirect by an
 * internal service rejects too: it would carry the headers to wherever it points.
 */
export function tenantFetch(options: TenantFetchOptions): typeof fetch {
  const { internalHosts, traceparent = currentTraceparent, fetch: send = fetch } = options;
  const hosts = new Set(internalHosts.map((host) => host.toLowerCase()));
  const isInternal = ({ host, hostname }: URL): boolean => hosts.has(host) || hosts.has(hostname);

  return async (input, init) => {
    const tenant = currentTenant();
    const request = new Request(input, init);
    for (const name of [tenantHeader, ...traceHeaders]) request.headers.delete(name);
    if (!isInternal(new URL(request.url))) return send(request);
    request.headers.set(tenantHeader, tenant.id);
    const trace = traceparent();
    if (trace) request.headers.set('traceparent', trace);
    return send(request, { redirect: 'error' });
  };
}
