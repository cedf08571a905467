import { createServer } from 'node:http';
import Redis from 'ioredis';
import pg from 'pg';
import { collectDefaultMetrics, Counter, Registry } from 'prom-client';

const text = (status, body) => ({ status, body, type: 'text/plain; charset=utf-8' });

/** A pool that outlives the database's absence. */
export function openPool(options = {}) {
  const pool = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: 5,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
    ...options,
  });
  pool.on('error', () => undefined);
  return pool;
}

/** A client that outlives Redis's absence. */
export function openRedis() {
  const redis = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  return redis;
}

export function countRequests() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const total = new Counter({
    name: 'http_requests_total',
    help: 'Requests.',
    labelNames: ['route'],
    registers: [registry],
  });
  return {
    count: (route) => total.inc({ route }),
    answer: async () => ({ status: 200, body: await registry.metrics(), type: registry.contentType }),
  };
}

/** Stops listening and lets the requests in flight end. */
export function drain(server) {
  server.close(() => process.exit(0));
}

/**
 * A server that keeps the whole contract. Each bad server of this folder replaces the one part that it breaks.
 * `routes` answer `{ status, body, type }`; a route of null is not there.
 */
export function serve({
  pool = openPool(),
  redis = openRedis(),
  routes = {},
  port,
  onSignal = drain,
  onServer,
} = {}) {
  const metrics = countRequests();
  let draining = false;
  const all = {
    '/health': () => text(200, 'alive'),
    '/ready': async () => {
      await pool.query('SELECT 1');
      await redis.set('tenant:sample:cache:ready', 'yes', 'EX', 60);
      return text(200, 'ready');
    },
    '/metrics': metrics.answer,
    ...routes,
  };
  const server = createServer(async (request, response) => {
    const route = all[request.url];
    metrics.count(route ? request.url : 'unknown');
    const { status, body, type } = route
      ? await Promise.resolve()
          .then(route)
          .catch((error) => text(503, error.message))
      : text(404, 'no such path');
    response.writeHead(status, { 'content-type': type, ...(draining && { connection: 'close' }) });
    response.end(body);
  });
  onServer?.(server);
  server.listen(port ?? Number(process.env.PORT), () => process.stdout.write('listening\n'));
  process.on('SIGTERM', () => {
    draining = true;
    onSignal(server);
  });
  return server;
}

export { text };
