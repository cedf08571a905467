import { errors, type JWTPayload, jwtVerify } from 'jose';
import { TenancyError } from '../context/tenancy-error';
import type { Identity } from './identity';
import { SigningKeys, type SigningKeysOptions } from './signing-keys';

/** Algorithms of which the platform holds no secret: a key that verifies cannot sign. */
export const asymmetricAlgorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;
export type AsymmetricAlgorithm = (typeof asymmetricAlgorithms)[number];

export interface TokenVerifierOptions extends SigningKeysOptions {
  /** Who the tokens must be made for: the API's name at the sign-in service. */
  readonly audience: string;
  /** Default RS256, PS256, ES256 and EdDSA. */
  readonly algorithms?: readonly AsymmetricAlgorithm[];
  /** Name of the claim with the tenant's id or slug. Default `tenant`. */
  readonly tenantClaim?: string;
  /** Name of the claim with the caller's roles, a list. Default `roles`. */
  readonly rolesClaim?: string;
  /** How far the clocks may be apart. Default 5. */
  readonly clockToleranceSeconds?: number;
}

/** Verifies access tokens (JWT, RFC 9068) of one OpenID Connect issuer. */
export class TokenVerifier {
  private readonly keys: SigningKeys;
  private readonly algorithms: AsymmetricAlgorithm[];

  constructor(private readonly options: TokenVerifierOptions) {
    this.keys = new SigningKeys(options);
    this.algorithms = [...(options.algorithms ?? ['RS256', 'PS256', 'ES256', 'EdDSA'])];
    const foreign = this.algorithms.filter((name) => !asymmetricAlgorithms.includes(name));
    if (foreign.length > 0 || this.algorithms.length === 0) {
      throw new Error(`Token algorithms must be of ${asymmetricAlgorithms.join(', ')}.`);
    }
  }

  /** Throws `unauthenticated` for a token that does not hold, `unavailable` when no key can be had. */
  async verify(token: string): Promise<Identity> {
    const { issuer, audience, clockToleranceSeconds = 5 } = this.options;
    try {
      const { payload } = await jwtVerify(token, (header, jws) => this.keys.find(header, jws), {
        issuer,
        audience,
        algorithms: this.algorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['sub', 'exp'],
      });
      return this.identity(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw refused('The token has expired; sign in again.', error);
      if (error instanceof errors.JOSEError) throw refused('The token does not hold; sign in again.', error);
      throw error;
    }
  }

  private identity(claims: JWTPayload): Identity {
    const { tenantClaim = 'tenant', rolesClaim = 'roles' } = this.options;
    const tenant = claims[tenantClaim];
    if (tenant !== undefined && (typeof tenant !== 'string' || tenant === '')) {
      throw refused(`The token's claim "${tenantClaim}" must be one tenant's id or slug.`);
    }
    if (!claims.sub || claims.exp === undefined) throw refused('The token names nobody; sign in again.');
    return {
      subject: claims.sub,
      tenant,
      scopes: new Set([...words(claims['scope']), ...words(claims['scp'])]),
      roles: new Set(words(claims[rolesClaim])),
      expiresAt: new Date(claims.exp * 1000),
      claims,
    };
  }
}

/** OAuth writes scopes as one text with spaces; some issuers as a list. */
function words(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter(Boolean);
  return Array.isArray(claim) ? claim.filter((word) => typeof word === 'string') : [];
}

const refused = (message: string, cause?: unknown): TenancyError =>
  new TenancyError('unauthenticated', message, { cause });
