import type { AddressInfo } from 'node:net';
import express from 'express';
import { apiRouter } from '../../../app/src/api/api-router';
import type { Operation } from '../../../app/src/api/operation';
import { answerWithProblem, unknownRoute } from '../../../app/src/api/problem-answers';

/** Serves operations that nothing guards, with answers validated, for one request. */
export async function ask(
  operations: readonly Operation[],
  path: string,
  request: RequestInit = {},
): Promise<{ status: number; body: unknown }> {
  const application = express();
  application.use(
    apiRouter({
      operations,
      serverUrl: 'http://localhost',
      guards: { tenant: [], 'tenant-admin': [], 'platform-admin': [] },
      callerOf: () => ({ subject: 'somebody' }),
      validateResponses: true,
    }),
  );
  application.use(unknownRoute, answerWithProblem);
  const server = application.listen(0);
  try {
    const response = await fetch(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
      request,
    );
    return { status: response.status, body: await response.json() };
  } finally {
    server.close();
  }
}
