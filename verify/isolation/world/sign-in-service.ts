import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { TenantContext } from '../../../tenancy/context/tenant-context';

type Key = Parameters<SignJWT['sign']>[0];

const audience = 'platform';
const algorithm = 'ES256';

/** An OpenID Connect issuer as far as a verifier sees it: its public keys over HTTP, and tokens that it signed. */
export class SignInService {
  readonly audience = audience;

  private constructor(
    private readonly server: Server,
    private readonly key: Key,
    private readonly strangersKey: Key,
    private readonly publicKeyText: string,
  ) {}

  static async start(): Promise<SignInService> {
    const [ours, strangers] = await Promise.all([generateKeyPair(algorithm), generateKeyPair(algorithm)]);
    const keys = [{ ...(await exportJWK(ours.publicKey)), kid: 'current', alg: algorithm, use: 'sig' }];
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SignInService(server, ours.privateKey, strangers.privateKey, JSON.stringify(keys[0]));
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get jwksUrl(): string {
    return `${this.issuer}/jwks`;
  }

  /** A good token of a person of this tenant. */
  token(tenant: TenantContext): Promise<string> {
    return this.signed({ tenant: tenant.id }).sign(this.key);
  }

  /** Tokens that name this tenant, each wrong in one way. */
  forgedTokens(tenant: TenantContext): Promise<string[]> {
    const claims = { tenant: tenant.id };
    const now = Math.floor(Date.now() / 1000);
    return Promise.all([
      this.signed(claims).sign(this.strangersKey),
      this.signed(claims).setAudience('another').sign(this.key),
      this.signed(claims).setIssuer('http://elsewhere.invalid').sign(this.key),
      this.signed(claims)
        .setExpirationTime(now - 3600)
        .sign(this.key),
      this.signed(claims)
        .setNotBefore(now + 3600)
        .sign(this.key),
      // The public key as if it were a shared secret.
      this.signed(claims, 'HS256').sign(new TextEncoder().encode(this.publicKeyText)),
      Promise.resolve(
        new UnsecuredJWT({ ...claims, sub: 'x', iss: this.issuer, aud: audience, exp: now + 60 }).encode(),
      ),
      Promise.resolve(tenant.id),
    ]);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private signed(claims: JWTPayload, alg = algorithm): SignJWT {
    return new SignJWT(claims)
      .setProtectedHeader({ alg, kid: 'current' })
      .setSubject('person')
      .setIssuer(this.issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('2h');
  }
}
