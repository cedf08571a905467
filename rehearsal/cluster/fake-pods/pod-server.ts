import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { podNameHeader } from './pod-name-header';

/** How long an answer to a request takes: as long as a short query. */
const workMilliseconds = 50;

/** Answers for one made-up pod on a port of its own: the contract's paths, and any other after a little work. */
export class PodServer {
  private readonly server: Server;
  private frozen = false;

  constructor(
    private readonly podName: string,
    private readonly contractPaths: ReadonlySet<string>,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  /** @returns the port of 127.0.0.1 on which it listens. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', () => {
        // A rehearsal that is over does not wait for its pods.
        this.server.unref();
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  /** What a server does at SIGTERM: takes nothing new and ends when the last request is answered. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeIdleConnections();
    });
  }

  /** What SIGKILL does. */
  kill(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** What a node without power does: connections stay open, and nothing is answered. */
  setFrozen(frozen: boolean): void {
    this.frozen = frozen;
  }

  private async answer({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.frozen) return;
    if (url.startsWith('/work')) await sleep(workMilliseconds);
    else if (!this.contractPaths.has(url)) response.statusCode = 404;
    if (this.frozen) return;
    response.setHeader(podNameHeader, this.podName);
    response.end();
  }
}
