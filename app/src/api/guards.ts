import type { Request, RequestHandler } from 'express';
import { TenancyError } from '@platform/tenancy/context/tenancy-error';
import { authenticate, requireScope } from '@platform/tenancy/http/authenticate';
import { requireIdentity } from '@platform/tenancy/http/identity';
import { tenantFromRequest } from '@platform/tenancy/http/tenant-from-request';
import { tenantHeader, type TenantSources } from '@platform/tenancy/http/tenant-sources';
import { TokenVerifier } from '@platform/tenancy/http/token-verifier';
import { rateLimit } from '@platform/tenancy/limits/rate-limit';
import type { RateLimiter } from '@platform/tenancy/limits/rate-limiter';
import type { TenantRegistry } from '@platform/tenancy/registry/tenant-record';
import type { Settings } from '../settings';
import { ApiProblem } from './api-problem';
import { scopeOf } from './openapi-document';
import type { Access, Caller } from './operation';

export interface GuardParts {
  readonly settings: Settings;
  readonly registry: TenantRegistry;
  readonly rateLimiter: RateLimiter;
  /** Counts requests and bytes of the current tenant. */
  readonly meter: RequestHandler;
}

/** What stands before each operation: who calls, for which tenant, and whether that is too often. */
export function guards({
  settings,
  registry,
  rateLimiter,
  meter,
}: GuardParts): Record<Access, RequestHandler[]> {
  const signedIn = signIn(settings);
  const tenant = [
    signedIn,
    tenantFromRequest({ sources: tenantSources(settings), registry }),
    meter,
    rateLimit(rateLimiter),
  ];
  return {
    tenant,
    'tenant-admin': [...tenant, requireScope(scopeOf['tenant-admin']!)],
    'platform-admin': [signedIn, requireScope(scopeOf['platform-admin']!), ofNoTenant],
  };
}

/** A customer's token never administers the platform, whatever scopes its issuer let it have. */
const ofNoTenant: RequestHandler = (request, _response, next) => {
  if (requireIdentity(request).tenant !== undefined) {
    throw new TenancyError('forbidden', 'This needs a token that is for no tenant.');
  }
  next();
};

/** Who sent a request that has passed the guards. */
export const callerOf = (request: Request): Caller => ({ subject: requireIdentity(request).subject });

/** Where HTTP and sockets alike look for the tenant. */
export const tenantSources = ({ tenantBaseDomain, tenantHeaderAllowed }: Settings): TenantSources => ({
  ...(tenantBaseDomain && { baseDomain: tenantBaseDomain }),
  ...(tenantHeaderAllowed && { header: tenantHeader }),
});

/** Null: nobody can sign in. */
export const tokenVerifier = ({ signIn }: Settings): TokenVerifier | null =>
  signIn &&
  new TokenVerifier({
    issuer: signIn.issuer,
    audience: signIn.audience,
    ...(signIn.jwksUrl && { jwksUrl: signIn.jwksUrl }),
  });

function signIn(settings: Settings): RequestHandler {
  const verifier = tokenVerifier(settings);
  if (verifier) return authenticate(verifier);
  return () => {
    throw new ApiProblem(503, 'no-sign-in', 'Sign-in is not set up: set OIDC_ISSUER and OIDC_AUDIENCE.');
  };
}
