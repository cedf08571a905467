import type { ErrorRequestHandler, Request } from 'express';
import { sendProblem } from './problem';

export interface AnswerProblemsOptions {
  /** Told of every error that a customer sees as a fault of the service (5xx), to log it. */
  readonly onFault?: (error: unknown, request: Request) => void;
}

/** Express's last error handler: every error becomes `application/problem+json`. */
export function answerProblems({ onFault }: AnswerProblemsOptions = {}): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) {
      onFault?.(error, request);
      // Express then closes the connection, so that the client sees that the answer is not whole.
      next(error);
      return;
    }
    const { status } = sendProblem(response, error);
    if (status >= 500) onFault?.(error, request);
  };
}
