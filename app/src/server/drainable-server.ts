import { createServer, type RequestListener, type Server } from 'node:http';

/** An HTTP server that can end without cutting a request. */
export class DrainableServer {
  readonly http: Server;
  private draining = false;

  constructor(listener: RequestListener) {
    this.http = createServer((request, response) => {
      // Tells a client that keeps its connection to take another one, to another pod.
      if (this.draining) response.setHeader('Connection', 'close');
      listener(request, response);
    });
    // Longer than Traefik keeps an idle connection (90 s), or it would send a request into a closing one.
    this.http.keepAliveTimeout = 95_000;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.http.once('error', reject).listen(port, () => resolve());
    });
  }

  /** Asks clients to leave; requests are answered all the same. */
  startDraining(): void {
    this.draining = true;
  }

  /** Takes no new connection, and resolves after the last answer. */
  close(): Promise<void> {
    this.startDraining();
    return new Promise((resolve) => this.http.close(() => resolve()));
  }
}
