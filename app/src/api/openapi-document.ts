import { z } from 'zod';
import { modelReference, models, problemModel } from './model';
import type { Access, Operation } from './operation';

/** Name of the scope in a token that each access asks for; null: any token of the tenant. */
export const scopeOf: Readonly<Record<Access, string | null>> = {
  tenant: null,
  'tenant-admin': 'tenant-admin',
  'platform-admin': 'platform-admin',
};

type Json = Readonly<Record<string, unknown>>;

const problemContent = { 'application/problem+json': { schema: modelReference(problemModel) } };

/** What any operation may refuse, by reason of its access. */
const commonProblems = {
  400: 'The request does not fit this description.',
  401: 'The token is missing, malformed, expired or not ours.',
  403: 'The token does not allow this, or its tenant is suspended.',
  503: 'Sign-in is not set up, or something that this needs does not answer.',
};
const limitProblem = { 429: 'A limit of the tenant is reached; Retry-After says when to come back.' };
const bodyProblems = { 413: 'The body is larger than 256 KiB.', 415: 'The body is not JSON.' };

export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly [key: string]: unknown;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** OpenAPI 3.1 of the operations. */
export function openApiDocument(operations: readonly Operation[], serverUrl: string): OpenApiDocument {
  const paths: Record<string, Record<string, DescribedOperation>> = {};
  for (const operation of operations) {
    (paths[operation.path] ??= {})[operation.method] = described(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Reference application',
      version: '1.0.0',
      summary: 'Tenants run agents that carry out tasks.',
    },
    servers: [{ url: serverUrl }],
    paths,
    webhooks: {},
    components: {
      schemas: schemas(),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An OpenID Connect access token. Its claim `tenant` says whose it is.',
        },
      },
    },
  };
}

function described(operation: Operation): DescribedOperation {
  const { id, summary, description, tag, access, body } = operation;
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    tags: [tag],
    security: [{ token: [] }],
    ...(scopeOf[access] && { 'x-scope': scopeOf[access] }),
    parameters: [
      ...parametersIn('path', operation.parameters),
      ...parametersIn('query', operation.query),
      ...parametersIn('header', operation.headers),
    ],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: modelReference(body) } } },
    }),
    responses: responses(operation),
  };
}

function parametersIn(place: string, shape: Readonly<Record<string, z.ZodType>>): Json[] {
  return Object.entries(shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !schema.isOptional(),
    schema: plainSchema(z.toJSONSchema(schema)),
  }));
}

function responses({ answers, problems, access, body }: Operation): Record<string, unknown> {
  const refusals: Record<number, string> = { ...commonProblems };
  if (access !== 'platform-admin') Object.assign(refusals, limitProblem);
  if (body) Object.assign(refusals, bodyProblems);
  Object.assign(refusals, problems);
  return {
    ...Object.fromEntries(
      Object.entries(answers).map(([status, { description, model }]) => [
        status,
        {
          description,
          ...(model && { content: { 'application/json': { schema: modelReference(model) } } }),
        },
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(refusals).map(([status, description]) => [
        status,
        { description, content: problemContent },
      ]),
    ),
  };
}

function schemas(): Record<string, Json> {
  const all = z.toJSONSchema(models, { uri: (id) => `#/components/schemas/${id}` }).schemas;
  return Object.fromEntries(Object.entries(all).map(([id, schema]) => [id, plainSchema(schema)]));
}

/** Without the keys that make it a document of its own. */
function plainSchema({ $schema: _dialect, $id: _address, ...schema }: Json): Json {
  return schema;
}
