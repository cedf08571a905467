/** Why the library refuses something. Each is a fact for the caller to act on, and none carries another tenant's data. */
export type TenancyErrorCode =
  /** Work that needs a tenant was started without one. */
  | 'no-tenant'
  /** One piece of work tried to become another tenant's. */
  | 'tenant-mismatch'
  /** The registry has no such tenant, or it has been erased. */
  | 'unknown-tenant'
  /** The tenant is suspended or about to be erased. */
  | 'inactive-tenant'
  /** A name or identifier is malformed. */
  | 'invalid-identifier'
  /** A statement could change who the connection acts for. */
  | 'refused-statement'
  /** A limit of the tenant's tier is reached; carried to HTTP as 429. */
  | 'limit-reached'
  /** The caller showed no token, or one that does not hold. */
  | 'unauthenticated'
  /** The caller's token lacks a scope or role. */
  | 'forbidden'
  /** A server that is needed does not answer; trying again later makes sense. */
  | 'unavailable'
  /** The tenant has no credential of that name. */
  | 'unknown-credential'
  /** A credential or data key does not open: another tenant's, changed, or its master key is missing. */
  | 'unreadable-credential'
  /** A model provider's price is not in the table, so that a call could not be billed. */
  | 'unpriced'
  /** What was asked for contradicts what is there. */
  | 'conflict';

export class TenancyError extends Error {
  constructor(
    readonly code: TenancyErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'TenancyError';
  }
}
