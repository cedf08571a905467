import type { Socket } from 'node:net';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { UsageMeter } from './usage-meter';

/** Bytes of each connection that are counted already. A connection serves many tenants, one after the other. */
const countedBytes = new WeakMap<Socket, number>();

/**
 * Counts a request, and every byte that is sent for it with its headers, for the tenant that is current when it passes
 * here: it stands behind the middleware that finds the tenant. Answers that are cut off count as far as they were sent.
 */
export function meterRequests(meter: Pick<UsageMeter, 'ofCurrentTenant'>): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    const tenant = meter.ofCurrentTenant();
    const { socket } = request;
    const before = socket.bytesWritten;
    response.once('close', () => {
      const sent = socket.bytesWritten;
      const from = Math.max(before, countedBytes.get(socket) ?? 0);
      countedBytes.set(socket, sent);
      tenant.count('requests', 1);
      tenant.count('egress_bytes', Math.max(0, sent - from));
    });
    next();
  };
}
