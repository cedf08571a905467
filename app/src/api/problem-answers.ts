import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { error as validationErrors } from 'express-openapi-validator';
import { TenancyError } from '@platform/tenancy/context/tenancy-error';
import { problemContentType, sendProblem } from '@platform/tenancy/http/problem';
import { LimitReached } from '@platform/tenancy/limits/limit-reached';
import { log } from '../telemetry/log';
import { limitsReached, tenantLabel } from '../telemetry/metrics';
import { ApiProblem } from './api-problem';

/** Errors of node-postgres and of sockets that mean "not now": connection lost, refused, or given up waiting for. */
const unavailableCodes = /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|08|53|57P)/;

/** The last handler: any error becomes a problem document, and one of ours a line in the log. */
export const answerWithProblem: ErrorRequestHandler = (thrown: unknown, _request, response, next) => {
  if (response.headersSent) {
    log.error({ error: thrown }, 'request failed after its answer began');
    // Express then closes the connection, so that the client sees that the answer is not whole.
    next(thrown);
    return;
  }
  const error = translated(thrown);
  if (error instanceof ApiProblem) {
    sendApiProblem(response, error);
    return;
  }
  if (error instanceof LimitReached) limitsReached.inc({ limit: error.limit, tenant: tenantLabel() });
  const { status } = sendProblem(response, error);
  if (status >= 500) log.error({ error: thrown }, 'request failed');
};

export const unknownRoute: RequestHandler = ({ path }, response) => {
  sendApiProblem(response, new ApiProblem(404, 'not-found', `No route ${path}.`));
};

function translated(error: unknown): unknown {
  if (error instanceof validationErrors.BadRequest) {
    const faults = error.errors.map(({ path, message }) => ({ path, message }));
    return new ApiProblem(400, 'bad-request', 'The request does not fit /openapi.json; see faults.', faults);
  }
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  return unavailableCodes.test(error.code)
    ? new TenancyError('unavailable', 'A store does not answer.', { cause: error })
    : error;
}

function sendApiProblem(response: Response, { status, code, message, faults }: ApiProblem): void {
  const title = code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
  const problem = { type: 'about:blank', title, status, code, detail: message, faults };
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type(problemContentType)
    .send(JSON.stringify(problem));
}
