import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const digest = `sha256:${'5'.repeat(64)}`;

/** A registry on this machine that wants an anonymous token, as public ones do, and knows one tag. */
export class Registry {
  readonly requests: string[] = [];
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = '', headers } = request;
    this.requests.push(`${method} ${url}`);
    if (url.startsWith('/token')) {
      response.end(JSON.stringify({ token: 'pull-only' }));
    } else if (url.startsWith('/v2/open/')) {
      response.writeHead(200, { 'docker-content-digest': digest }).end();
    } else if (url.startsWith('/v2/login/')) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="private"' }).end();
    } else if (headers.authorization !== 'Bearer pull-only') {
      const challenge = `Bearer realm="${this.url}/token",service="registry",scope="repository:pause:pull"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    } else if (url === '/v2/pause/manifests/3.10.1') {
      const isIndex = headers.accept?.includes('application/vnd.oci.image.index.v1+json');
      response
        .writeHead(200, { 'docker-content-digest': isIndex ? digest : 'sha256:one-architecture' })
        .end();
    } else if (url === '/v2/liar/manifests/1') {
      response.writeHead(200, { 'docker-content-digest': 'latest' }).end();
    } else {
      response.writeHead(404).end();
    }
  }
}
