import type { IncomingMessage } from 'node:http';
import { TenancyError } from '../context/tenancy-error';

/** Who calls, as a verified token says. */
export interface Identity {
  /** The token's `sub`: unique at its issuer. */
  readonly subject: string;
  /** Id or slug of the tenant that the token is for; undefined in a platform operator's token. */
  readonly tenant: string | undefined;
  readonly scopes: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly expiresAt: Date;
  /** All claims of the token, for what the application reads itself. */
  readonly claims: Readonly<Record<string, unknown>>;
}

const identities = new WeakMap<IncomingMessage, Identity>();

export const setIdentity = (request: IncomingMessage, identity: Identity): void => {
  identities.set(request, identity);
};

/** Who sent the request; undefined where no token was asked for or shown. */
export const identityOf = (request: IncomingMessage): Identity | undefined => identities.get(request);

/** Who sent the request; throws `unauthenticated` without a token. */
export function requireIdentity(request: IncomingMessage): Identity {
  const identity = identities.get(request);
  if (!identity) throw new TenancyError('unauthenticated', 'Send a bearer token of the sign-in service.');
  return identity;
}
