import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../../../servers/free-port';

interface Claims {
  readonly tenant?: string;
  /** `tenant-admin` and `platform-admin`, with a space between. */
  readonly scope?: string;
}

/** The OpenID Connect issuer of oidc-issuer.mjs in a process of its own: it is an ES module. */
export class SignInService {
  readonly audience = 'https://api.example.com';
  private readonly tokens = new Map<string, Promise<string>>();

  private constructor(
    private readonly process: ChildProcess,
    readonly issuer: string,
  ) {}

  static async start(): Promise<SignInService> {
    const port = await freePort();
    const child = spawn(process.execPath, [join(__dirname, 'oidc-issuer.mjs'), String(port)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    return new SignInService(child, `http://localhost:${port}`);
  }

  /** An access token, signed by the issuer; the same for the same claims. */
  token(claims: Claims): Promise<string> {
    const key = JSON.stringify(claims);
    const token = this.tokens.get(key) ?? this.request(claims);
    this.tokens.set(key, token);
    return token;
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill();
    await ended;
  }

  private async request(claims: Claims): Promise<string> {
    const response = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from('user:client-secret').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...claims }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    return token;
  }
}
