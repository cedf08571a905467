import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface ExportRequest {
  readonly resourceSpans: { readonly scopeSpans: { readonly spans: { readonly traceId: string }[] }[] }[];
}

/** Takes spans by OTLP over HTTP, as an OpenTelemetry collector does. */
export class Collector {
  private readonly bodies: { readonly path: string; readonly text: string }[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.bodies.push({ path: request.url ?? '', text: Buffer.concat(chunks).toString() });
        response.end('{}');
      });
    });
  }

  static async start(): Promise<Collector> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Collector(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves when something has come, or it was stopped. */
  async received(): Promise<void> {
    while (this.bodies.length === 0 && this.server.listening) await sleep(50);
  }

  /** Paths that were sent to. */
  paths(): string[] {
    return this.bodies.map(({ path }) => path);
  }

  /** Ids of the traces that it was told of. */
  traces(): string[] {
    return this.bodies.flatMap(({ text }) =>
      (JSON.parse(text) as ExportRequest).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) => spans.map(({ traceId }) => traceId)),
      ),
    );
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
