import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

type Key = Parameters<SignJWT['sign']>[0];

const audience = 'platform';
const algorithm = 'ES256';
const tokenLifetime = '12h';

/** Where a service is found by others than this machine. */
export interface PublicPlace {
  /** Such as `https://sign-in.example.com`. */
  readonly issuer: string;
  readonly host: string;
  readonly port: number;
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
}

/** An OpenID Connect issuer as far as an API sees it: its discovery document, its keys, and tokens that it signed. */
export class SignInService {
  /** Who its tokens are made for. */
  readonly audience = audience;

  private constructor(
    private readonly server: Server,
    private readonly key: Key,
    private readonly strangersKey: Key,
    private readonly publicKey: JWK,
    private readonly publicIssuer: string | undefined,
  ) {}

  /** Listens on a free port of this machine without TLS, or at a place that others know by its name. */
  static async start(place?: PublicPlace): Promise<SignInService> {
    const [ours, strangers] = await Promise.all([generateKeyPair(algorithm), generateKeyPair(algorithm)]);
    const publicKey = { ...(await exportJWK(ours.publicKey)), kid: 'current', alg: algorithm, use: 'sig' };
    const answer: RequestListener = (request, response) => {
      response.setHeader('content-type', 'application/json');
      const isDiscovery = request.url === '/.well-known/openid-configuration';
      response.end(
        JSON.stringify(
          isDiscovery ? { issuer: service.issuer, jwks_uri: service.jwksUrl } : { keys: [publicKey] },
        ),
      );
    };
    const server = place
      ? createTlsServer({ key: place.key, cert: place.certificate }, answer)
      : createServer(answer);
    const keys = [ours.privateKey, strangers.privateKey, publicKey] as const;
    const service = new SignInService(server, ...keys, place?.issuer);
    const { host, port } = place ?? { host: '127.0.0.1', port: 0 };
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
    return service;
  }

  get issuer(): string {
    return this.publicIssuer ?? `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get jwksUrl(): string {
    return `${this.issuer}/keys`;
  }

  /** A good token with these claims, such as `tenant` and `scope`. */
  token(claims: JWTPayload): Promise<string> {
    return this.signed(claims).sign(this.key);
  }

  /** Tokens with these claims, each wrong in one way. */
  forgedTokens(claims: JWTPayload): Promise<string[]> {
    const now = Math.floor(Date.now() / 1000);
    const unsigned = { ...claims, sub: 'person', iss: this.issuer, aud: audience, exp: now + 60 };
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
      this.signed(claims, 'HS256').sign(new TextEncoder().encode(JSON.stringify(this.publicKey))),
      Promise.resolve(new UnsecuredJWT(unsigned).encode()),
      Promise.resolve('not.a.token'),
    ]);
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private signed(claims: JWTPayload, alg = algorithm): SignJWT {
    return new SignJWT(claims)
      .setProtectedHeader({ alg, kid: 'current' })
      .setSubject('person')
      .setIssuer(this.issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(tokenLifetime);
  }
}
