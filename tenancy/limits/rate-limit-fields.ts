import type { ServerResponse } from 'node:http';

export interface RateLimitFields {
  /** Lower-case letters and hyphens. */
  readonly policy: string;
  /** In all; undefined where it is not told. */
  readonly quota: number | undefined;
  /** A quota without a window is of what there is at one time, such as agents. */
  readonly windowSeconds?: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/**
 * Adds one policy to an answer's `RateLimit-Policy` and `RateLimit`, which are lists.
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-11
 */
export function addRateLimitFields(response: ServerResponse, fields: RateLimitFields): void {
  const { policy, quota, windowSeconds, remaining, resetSeconds } = fields;
  if (quota !== undefined) {
    const window = windowSeconds === undefined ? '' : `;w=${windowSeconds}`;
    add(response, 'RateLimit-Policy', `"${policy}";q=${quota}${window}`);
  }
  add(response, 'RateLimit', `"${policy}";r=${remaining};t=${resetSeconds}`);
}

function add(response: ServerResponse, name: string, item: string): void {
  const known = response.getHeader(name);
  response.setHeader(name, known === undefined ? item : `${String(known)}, ${item}`);
}
