import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

type SigningKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

export const audience = 'https://api.test';

/** A sign-in service on this machine: serves OpenID Connect discovery and its keys, and signs whatever a test needs. */
export class TokenIssuer {
  requests: string[] = [];
  private keys: { readonly kid: string; readonly signing: SigningKey; readonly jwk: JWK }[] = [];
  private port = 0;

  private constructor(private server: Server) {}

  static async start(): Promise<TokenIssuer> {
    const server = createServer((request, response) => {
      issuer.requests.push(request.url ?? '');
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(issuer.document(request.url)));
    });
    const issuer = new TokenIssuer(server);
    await issuer.rotate();
    await issuer.listen();
    return issuer;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get jwksUrl(): string {
    return `${this.url}/keys`;
  }

  /** Makes a new key and withdraws all others. */
  async rotate(algorithm = 'ES256'): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
    const kid = `key-${Date.now()}-${Math.random()}`;
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' };
    this.keys = [{ kid, signing: privateKey, jwk }];
  }

  /** A token for an hour, with the newest key; what `claims` and `header` say goes over the defaults. */
  async token(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
    const [key] = this.keys;
    if (!key) throw new Error('The issuer has no key.');
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: this.url, aud: audience, sub: 'user-1', iat: now, exp: now + 3600, ...claims };
    return new SignJWT(all)
      .setProtectedHeader({ alg: key.jwk.alg ?? '', kid: key.kid, ...header })
      .sign(key.signing);
  }

  get publicKey(): JWK {
    const [key] = this.keys;
    if (!key) throw new Error('The issuer has no key.');
    return key.jwk;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, 'localhost', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private document(path: string | undefined): unknown {
    if (path === '/.well-known/openid-configuration') return { issuer: this.url, jwks_uri: this.jwksUrl };
    return { keys: this.keys.map(({ jwk }) => jwk) };
  }
}
