import type { Request } from 'express';
import type { z } from 'zod';

/**
 * Who may call an operation.
 * - `tenant`: any user of an active tenant; - `tenant-admin`: one whose token has that scope;
 * - `platform-admin`: the platform's own staff by scope, outside of any tenant.
 */
export type Access = 'tenant' | 'tenant-admin' | 'platform-admin';

/** Who sent the request, from the verified token. */
export interface Caller {
  readonly subject: string;
}

export interface Answer<Body = unknown> {
  readonly status: number;
  /** None for 204. */
  readonly body?: Body;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a handler gets, already checked against the description. */
export interface Call<Parameters, Query, Headers, Body> {
  readonly parameters: Parameters;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  readonly caller: Caller;
}

type Shape = Readonly<Record<string, z.ZodType>>;
type Values<S extends Shape> = { readonly [Name in keyof S]: z.infer<S[Name]> };

interface Definition<P extends Shape, Q extends Shape, H extends Shape, Body extends z.ZodType> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** OpenAPI's form: `/v1/agents/{agentId}`. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly access: Access;
  /** Parameters in the path, all required. */
  readonly parameters?: P;
  readonly query?: Q;
  /** Headers by their lower-case names. */
  readonly headers?: H;
  /** A model: see model.ts. */
  readonly body?: Body;
  /** Successful answers by status: a model, or null where there is no body. */
  readonly answers: Readonly<
    Record<number, { readonly description: string; readonly model: z.ZodType | null }>
  >;
  /** Refusals of its own, besides those that its access and parameters imply. */
  readonly problems?: Readonly<Record<number, string>>;
  readonly handle: (call: Call<Values<P>, Values<Q>, Values<H>, z.infer<Body>>) => Promise<Answer>;
}

/** A route and its description in one: there is none without the other. */
export interface Operation extends Omit<
  Definition<Shape, Shape, Shape, z.ZodType>,
  'handle' | 'parameters' | 'query' | 'headers'
> {
  readonly parameters: Shape;
  readonly query: Shape;
  readonly headers: Shape;
  readonly run: (request: Request, caller: Caller) => Promise<Answer>;
}

export function operation<
  P extends Shape = Record<never, never>,
  Q extends Shape = Record<never, never>,
  H extends Shape = Record<never, never>,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: Definition<P, Q, H, Body>): Operation {
  const { handle, parameters, query, headers, ...description } = definition;
  return {
    ...description,
    parameters: parameters ?? {},
    query: query ?? {},
    headers: headers ?? {},
    // The validator has checked these against the description that the same schemas make.
    run: (request, caller) =>
      handle({
        parameters: request.params as Values<P>,
        query: request.query as Values<Q>,
        headers: request.headers as Values<H>,
        body: request.body as z.infer<Body>,
        caller,
      }),
  };
}
