import {
  createRemoteJWKSet,
  type CryptoKey,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
  type RemoteJWKSet,
} from 'jose';
import { z } from 'zod';
import { TenancyError } from '../context/tenancy-error';

export interface SigningKeysOptions {
  /** The sign-in service, exactly as in its tokens' `iss`. */
  readonly issuer: string;
  /** Where its public keys are. Default: what the issuer's OpenID Connect discovery document says. */
  readonly jwksUrl?: string;
  /** How old the known keys may become before they are fetched anew, beside the running requests. Default 600. */
  readonly refreshSeconds?: number;
  /** How long after a fetch a token with an unknown key may cause the next. Default 30. */
  readonly cooldownSeconds?: number;
}

const requestTimeoutMs = 5000;
const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/**
 * The sign-in service's public keys. Once known they stay in use while the service is away, so that its outage stops
 * new sign-ins only; a key that is withdrawn there is refused here within `refreshSeconds`.
 */
export class SigningKeys {
  private keySet: Promise<RemoteJWKSet> | undefined;
  private refreshedAt = 0;

  constructor(private readonly options: SigningKeysOptions) {}

  /** The key for a token's header. Throws `unavailable` when no keys are known and the service does not answer. */
  async find(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    const keySet = await this.load();
    this.refresh(keySet);
    try {
      return await keySet(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
        throw error;
      }
      throw unreachable(error);
    }
  }

  private load(): Promise<RemoteJWKSet> {
    this.keySet ??= this.make().catch((error: unknown) => {
      this.keySet = undefined;
      throw error;
    });
    return this.keySet;
  }

  private async make(): Promise<RemoteJWKSet> {
    const { jwksUrl, cooldownSeconds = 30 } = this.options;
    const url = jwksUrl ?? (await this.discover());
    const keySet = createRemoteJWKSet(new URL(url), {
      timeoutDuration: requestTimeoutMs,
      cooldownDuration: cooldownSeconds * 1000,
      cacheMaxAge: Infinity,
    });
    await keySet.reload().catch((error: unknown) => {
      throw unreachable(error);
    });
    this.refreshedAt = Date.now();
    return keySet;
  }

  private refresh(keySet: RemoteJWKSet): void {
    const { refreshSeconds = 600 } = this.options;
    if (Date.now() < this.refreshedAt + refreshSeconds * 1000) return;
    this.refreshedAt = Date.now();
    // Failing keeps the known keys; the next try is due after another `refreshSeconds`.
    keySet.reload().catch(() => undefined);
  }

  /** OpenID Connect Discovery 1.0, section 4: the document must name the very issuer that it was asked for. */
  private async discover(): Promise<string> {
    const { issuer } = this.options;
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    let document: z.infer<typeof discoverySchema>;
    try {
      const response = await fetch(url, {
        redirect: 'error',
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      if (!response.ok) throw new Error(`${url} answers ${response.status}.`);
      document = discoverySchema.parse(await response.json());
    } catch (error) {
      throw unreachable(error);
    }
    if (document.issuer !== issuer) {
      throw unreachable(new Error(`${url} is about the issuer ${document.issuer}.`));
    }
    return document.jwks_uri;
  }
}

const unreachable = (cause: unknown): TenancyError =>
  new TenancyError('unavailable', 'The sign-in service does not give its keys; try again in a moment.', {
    cause,
  });
