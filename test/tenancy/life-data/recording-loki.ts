import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly organisation: string | undefined;
}

/**
 * Stands in for Loki's delete API: an HTTP server that records what it is asked and answers as it is told. Loki itself
 * comes with the monitoring.
 */
export class RecordingLoki {
  readonly requests: RecordedRequest[] = [];
  /** What it answers from now on: 204 as Loki does, an error, or nothing at all. */
  answer: { readonly status: number; readonly body: string } | 'silence' = { status: 204, body: '' };

  private constructor(private readonly server: Server) {}

  static async start(): Promise<RecordingLoki> {
    const server = createServer();
    const loki = new RecordingLoki(server);
    server.on('request', (request: IncomingMessage, response) => {
      const url = new URL(request.url ?? '', loki.url);
      loki.requests.push({
        method: request.method ?? '',
        path: url.pathname,
        parameters: Object.fromEntries(url.searchParams),
        organisation: request.headers['x-scope-orgid'] as string | undefined,
      });
      if (loki.answer !== 'silence') response.writeHead(loki.answer.status).end(loki.answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return loki;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
