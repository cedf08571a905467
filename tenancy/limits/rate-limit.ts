import type { RequestHandler } from 'express';
import { sendProblem } from '../http/problem';
import { LimitReached } from './limit-reached';
import { addRateLimitFields } from './rate-limit-fields';
import type { RateLimiter } from './rate-limiter';

/** Name of the limit on requests in answers. */
export const requestsPolicy = 'requests';

/**
 * Refuses requests over the current tenant's limit with 429; put it behind `tenantFromRequest`. Every answer tells the
 * client where it stands, in the fields `RateLimit-Policy` and `RateLimit`.
 */
export function rateLimit(limiter: RateLimiter): RequestHandler {
  return async (_request, response, next) => {
    const { allowed, limit, ...state } = await limiter.consume();
    addRateLimitFields(response, { policy: requestsPolicy, quota: limit, ...state });
    if (allowed) return next();
    const { resetSeconds } = state;
    sendProblem(
      response,
      new LimitReached(`The tenant may send ${limit} requests a minute; wait ${resetSeconds} s.`, {
        limit: requestsPolicy,
        retryAfterSeconds: resetSeconds,
      }),
    );
  };
}
