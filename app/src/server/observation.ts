import { randomUUID } from 'node:crypto';
import { trace } from '@opentelemetry/api';
import type { Request, RequestHandler } from 'express';
import { runInTrace, traceContextFrom, type TraceContext } from '@platform/tenancy/context/trace-context';
import { log } from '../telemetry/log';
import { httpRequestDuration, httpRequests, tenantLabel } from '../telemetry/metrics';
import { runWithRequestId } from '../telemetry/request-id';

const quiet = new Set(['/health', '/ready', '/metrics']);
const requestIdPattern = /^[A-Za-z0-9-]{1,64}$/;
/** As web servers write it for a client that went away before its answer. */
const clientLeft = 499;

/** Gives each request an id and a trace, and counts, times and logs it when its answer ends. */
export const observation: RequestHandler = (request, response, next) => {
  const startedAt = process.hrtime.bigint();
  const given = request.get('x-request-id');
  const id = given && requestIdPattern.test(given) ? given : randomUUID();
  const context = traceOf(request);
  response.setHeader('X-Request-Id', id);
  // `close` comes once, also when the client went away. The tenant, once known, is bound to the response's listeners.
  response.once('close', () => {
    const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
    const route = routeOf(request);
    const status = String(response.writableFinished ? response.statusCode : clientLeft);
    const labels = { method: request.method, route, status, tenant: tenantLabel() };
    httpRequests.inc(labels);
    httpRequestDuration.observe(labels, seconds);
    if (quiet.has(route)) return;
    log.info(
      { request: id, trace: context.traceId, method: request.method, route, status, seconds },
      'request',
    );
  });
  runInTrace(context, () => runWithRequestId(id, next));
};

/** The template, never the path: each path would be a time series of its own. */
function routeOf({ route }: Request): string {
  const template: unknown = route?.path;
  return typeof template === 'string' ? template.replaceAll(/:(\w+)/g, '{$1}') : 'unknown';
}

/** The running span's where traces are sent; else the caller's, or a new one. */
function traceOf(request: Request): TraceContext {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span) return traceContextFrom(request.get('traceparent'));
  return { traceId: span.traceId, parentId: span.spanId, isSampled: (span.traceFlags & 1) === 1 };
}
