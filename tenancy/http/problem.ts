import type { ServerResponse } from 'node:http';
import { TenancyError, type TenancyErrorCode } from '../context/tenancy-error';
import { LimitReached } from '../limits/limit-reached';
import { addRateLimitFields } from '../limits/rate-limit-fields';

/** A problem document, RFC 9457. `code` is stable, for programs; `detail` is a sentence for people. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Names of the limits that are used up, from the draft of the RateLimit fields. */
  readonly 'violated-policies'?: readonly string[];
}

export const problemContentType = 'application/problem+json';

/**
 * Problem type of a used-up quota, as the draft registers it.
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-11
 */
const quotaExceeded = 'https://iana.org/assignments/http-problem-types#quota-exceeded';

/** How long a client waits before it asks again for what is away. */
const unavailableRetrySeconds = 5;

const foreign = { status: 403, title: 'Not your tenant', detail: 'The token does not open this tenant.' };
const fault = { status: 500, title: 'Fault of the service', detail: 'The service failed; try again later.' };

/** What a customer is told. Codes without a `detail` show the error's own sentence; the others are ours to read. */
const answers: Readonly<Record<TenancyErrorCode, { status: number; title: string; detail?: string }>> = {
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  'tenant-mismatch': foreign,
  // Looks like a foreign tenant, so that nobody can find out which tenants there are.
  'unknown-tenant': foreign,
  'inactive-tenant': { status: 403, title: 'Tenant suspended', detail: 'The tenant is suspended.' },
  'invalid-identifier': { status: 400, title: 'Malformed name' },
  'unknown-credential': { status: 404, title: 'No such credential' },
  'limit-reached': { status: 429, title: 'Limit reached' },
  conflict: { status: 409, title: 'Conflict' },
  unavailable: { status: 503, title: 'Not available', detail: 'A part is away; try again in a moment.' },
  'no-tenant': fault,
  'refused-statement': fault,
  'unreadable-credential': fault,
  unpriced: fault,
};

/** The answer to an error. An error that is nobody's message to a customer becomes a 500 that says nothing of it. */
export function problemFor(error: unknown): Problem {
  if (error instanceof TenancyError) {
    const { status, title, detail } = answers[error.code];
    const isFault = status === 500;
    return {
      type: error.code === 'limit-reached' ? quotaExceeded : 'about:blank',
      title,
      status,
      code: isFault ? 'internal' : error.code === 'unknown-tenant' ? 'tenant-mismatch' : error.code,
      detail: detail ?? error.message,
      ...(error instanceof LimitReached && { 'violated-policies': [error.limit] }),
    };
  }
  const status = exposedStatus(error);
  if (status === undefined) return { type: 'about:blank', ...fault, code: 'internal' };
  return {
    type: 'about:blank',
    title: 'Refused request',
    status,
    code: 'refused-request',
    detail: error instanceof Error ? error.message : 'The request cannot be served.',
  };
}

/** Sends the answer to an error, with `Retry-After` and `WWW-Authenticate` where they belong. */
export function sendProblem(response: ServerResponse, error: unknown): Problem {
  const problem = problemFor(error);
  if (error instanceof LimitReached) addLimit(response, error);
  if (problem.status === 503) response.setHeader('Retry-After', String(unavailableRetrySeconds));
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer error="invalid_token"');
  response.statusCode = problem.status;
  response.setHeader('Content-Type', problemContentType);
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify(problem));
  return problem;
}

function addLimit(response: ServerResponse, { limit, quota, retryAfterSeconds }: LimitReached): void {
  response.setHeader('Retry-After', String(retryAfterSeconds));
  const isStated = String(response.getHeader('RateLimit') ?? '').includes(`"${limit}"`);
  if (isStated) return;
  addRateLimitFields(response, { policy: limit, quota, remaining: 0, resetSeconds: retryAfterSeconds });
}

/** Status of an error that Express's own parts made to be shown, such as a body that is no JSON. */
function exposedStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('expose' in error) || error.expose !== true) return undefined;
  const status = 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
