import { type ClientRequest, createServer, type IncomingHttpHeaders, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Express } from 'express';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** A text, or several that are sent one after the other, a moment apart. */
  readonly body?: string | readonly string[];
}

/** An Express application on a port of this machine. `fetch` cannot send a Host header, so it has its own client. */
export class RunningApp {
  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly port: number,
  ) {}

  static async start(app: Express): Promise<RunningApp> {
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new RunningApp(server, (server.address() as AddressInfo).port);
  }

  send({ method = 'GET', path = '/', headers, body }: Sent = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = send({ port: this.port, host: '127.0.0.1', method, path, headers }, (response) => {
        text(response).then((got) => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: got });
        }, reject);
      });
      sent.on('error', reject);
      write(sent, typeof body === 'string' ? [body] : (body ?? [])).catch(reject);
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function write(request: ClientRequest, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    request.write(part);
    if (part !== parts.at(-1)) await sleep(20);
  }
  request.end();
}
