import { json, type Request, type RequestHandler, Router } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import { ApiProblem } from './api-problem';
import { openApiDocument } from './openapi-document';
import type { Access, Answer, Caller, Operation } from './operation';

/** Of a request's body. */
const bodyLimit = '256kb';

export interface ApiParts {
  readonly operations: readonly Operation[];
  readonly serverUrl: string;
  /** Run before the body is read: who calls, for which tenant, and whether that is too often. */
  readonly guards: Readonly<Record<Access, readonly RequestHandler[]>>;
  /** Who the guards found. */
  readonly callerOf: (request: Request) => Caller;
  /** Whether an answer that breaks the description is an error, as it is in tests. */
  readonly validateResponses: boolean;
}

/** Serves the operations, and their description at /openapi.json. Requests are checked against the description. */
export function apiRouter({ operations, serverUrl, guards, callerOf, validateResponses }: ApiParts): Router {
  const document = openApiDocument(operations, serverUrl);
  const validator = OpenApiValidator.middleware({
    // It changes what it is given.
    apiSpec: structuredClone(document) as unknown as ApiSpecification,
    validateRequests: true,
    validateResponses,
    validateSecurity: false,
    fileUploader: false,
  });
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  for (const operation of operations) {
    const handle: RequestHandler = async (request, response) => {
      const { status, headers = {}, body }: Answer = await operation.run(request, callerOf(request));
      response.status(status).set(headers);
      if (body === undefined) response.end();
      else response.json(body);
    };
    router[operation.method](
      operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      ...guards[operation.access],
      ...(operation.body ? [onlyJson, json({ limit: bodyLimit })] : []),
      ...(validator as RequestHandler[]),
      handle,
    );
  }
  return router;
}

type ApiSpecification = Exclude<Parameters<typeof OpenApiValidator.middleware>[0]['apiSpec'], string>;

/** The body parser skips what is no JSON, and the validator would then say that the body is missing. */
const onlyJson: RequestHandler = (request, _response, next) => {
  if (!request.is('application/json')) {
    throw new ApiProblem(415, 'unsupported-media-type', 'Send JSON, with Content-Type: application/json.');
  }
  next();
};
