import type { RequestHandler } from 'express';
import { bindEmitter, runAsTenant } from '../context/current-tenant';
import { currentTrace, runInTrace, traceContextFrom } from '../context/trace-context';
import type { TenantRegistry } from '../registry/tenant-record';
import { identityOf } from './identity';
import { resolveTenant, type TenantSources } from './tenant-sources';

export interface TenantFromRequestOptions {
  readonly sources: TenantSources;
  readonly registry: TenantRegistry;
}

/**
 * Finds the request's tenant once and runs all that follows for it: handlers, what they await, and listeners of the
 * request's and the answer's streams. Put it behind `authenticate`. The host is Express's `request.hostname`: set
 * `trust proxy` where a proxy writes `X-Forwarded-Host`.
 */
export function tenantFromRequest({ sources, registry }: TenantFromRequestOptions): RequestHandler {
  return async (request, response, next) => {
    const tenant = await resolveTenant(sources, registry, {
      identity: identityOf(request),
      host: request.hostname,
      header: sources.header === undefined ? undefined : request.get(sources.header),
    });
    bindEmitter(request, tenant);
    bindEmitter(response, tenant);
    const trace = currentTrace() ?? traceContextFrom(request.get('traceparent'));
    runInTrace(trace, () => runAsTenant(tenant, () => next()));
  };
}
