import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

type Answer = readonly [status: number, body: object | string];

/** The contract's HTTP server. `drain` makes it not ready, lets the requests in flight end, and resolves after the last. */
export function contractServer(component: string): { server: Server; drain: () => Promise<void> } {
  const registry = new Registry();
  const common = { labelNames: ['method', 'route', 'status'], registers: [registry] };
  const total = new Counter({ name: 'http_requests_total', help: 'Requests answered.', ...common });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Seconds from the request line to the end of the answer.',
    ...common,
  });
  collectDefaultMetrics({ register: registry });
  let draining = false;

  const routes: Readonly<Record<string, () => Answer | Promise<Answer>>> = {
    '/': () => [200, { component }],
    '/health': () => [200, { alive: true }],
    '/ready': () => [draining ? 503 : 200, { ready: !draining }],
    '/metrics': async () => [200, await registry.metrics()],
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0] ?? '/';
    const route = Object.hasOwn(routes, path) ? path : 'unknown';
    const stop = duration.startTimer();
    // The body is read to its end, so that an answer never cuts a client that is still sending.
    await finished(request.resume());
    const [status, body] = (await routes[route]?.()) ?? [404, { error: `no route ${path}` }];
    const isText = typeof body === 'string';
    if (draining) response.setHeader('Connection', 'close');
    response.writeHead(status, { 'Content-Type': isText ? registry.contentType : 'application/json' });
    response.end(isText ? body : JSON.stringify(body));
    const labels = { method: request.method ?? 'GET', route, status: String(status) };
    total.inc(labels);
    stop(labels);
  }

  // A client that goes away while it sends ends its own request, not the server.
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const drain = (): Promise<void> => {
    draining = true;
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { server, drain };
}
