import type { Request, RequestHandler } from 'express';
import { TenancyError } from '../context/tenancy-error';
import { requireIdentity, setIdentity } from './identity';
import type { TokenVerifier } from './token-verifier';

export interface AuthenticateOptions {
  /** Lets requests without a token pass, without an identity. A token that does not hold is refused all the same. */
  readonly optional?: boolean;
}

/** Verifies the bearer token of each request; `identityOf(request)` then says who calls. */
export function authenticate(verifier: TokenVerifier, options: AuthenticateOptions = {}): RequestHandler {
  return async (request, _response, next) => {
    const token = bearerToken(request);
    if (token !== undefined) {
      setIdentity(request, await verifier.verify(token));
    } else if (!options.optional) {
      throw new TenancyError('unauthenticated', 'Send a bearer token of the sign-in service.');
    }
    next();
  };
}

/** Lets only callers pass whose token has the scope. */
export function requireScope(scope: string): RequestHandler {
  return (request, _response, next) => {
    if (!requireIdentity(request).scopes.has(scope)) {
      throw new TenancyError('forbidden', `This needs a token with the scope "${scope}".`);
    }
    next();
  };
}

/** Lets only callers pass whose token has the role. */
export function requireRole(role: string): RequestHandler {
  return (request, _response, next) => {
    if (!requireIdentity(request).roles.has(role)) {
      throw new TenancyError('forbidden', `This needs a token with the role "${role}".`);
    }
    next();
  };
}

function bearerToken(request: Request): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(header) ?? [];
  if (!token) throw new TenancyError('unauthenticated', 'The Authorization header must be "Bearer TOKEN".');
  return token;
}
