import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers what the scenarios ask of the application, and tells as much of itself as Express does by default. */
export async function startApplicationStandIn(
  metricsPath: string,
): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    const path = decodeURI((request.url ?? '').split('?')[0] ?? '').toLowerCase();
    response.setHeader('x-powered-by', 'Express');
    response.setHeader('server', 'stand-in');
    request.resume();
    request.once('end', () => {
      if (path.replace(/\/$/, '') === metricsPath) response.end('# HELP a A figure.\na 1\n');
      else if (path === '/openapi.json') response.setHeader('content-type', 'application/json').end('{}');
      else response.setHeader('content-type', 'application/problem+json').writeHead(401).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}
