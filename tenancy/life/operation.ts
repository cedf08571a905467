import type { z } from 'zod';
import type { MigratorDatabase } from './migrator-database';

/** `requested` waits for a runner; `failed` stays at the step that failed, and can be tried again from there. */
export const operationStates = ['requested', 'running', 'done', 'failed'] as const;
export type OperationState = (typeof operationStates)[number];

/** What somebody asked to be done with a tenant, or with all. */
export interface OperationIdentity {
  readonly id: string;
  /** null: an operation on the whole fleet. */
  readonly tenantId: string | null;
  readonly kind: string;
  /** Who asked: a user's subject, or the name of a person or program. Kept for the audit. */
  readonly requestedBy: string;
  readonly createdAt: Date;
}

/** A row of `public.tenant_operations`. */
export interface OperationRecord extends OperationIdentity {
  readonly input: unknown;
  readonly state: OperationState;
  /** The step that was finished last; null before the first. */
  readonly step: string | null;
  /** What the finished steps answered, merged. */
  readonly checkpoint: object;
  /** How often a runner began or resumed it. */
  readonly attempts: number;
  readonly result: unknown;
  readonly error: string | null;
  readonly updatedAt: Date;
}

export interface StepContext<Input, State> {
  readonly operation: OperationIdentity;
  readonly input: Input;
  /** What the finished steps answered, merged. It is kept in the operation's row, so it outlives a kill. */
  readonly state: Readonly<Partial<State>>;
  /** The platform's database as the login that owns tenants' schemas, past the pooler. */
  readonly database: MigratorDatabase;
  /** Aborted when the runner stops or has lost its lease. A step that gives up then is run again later. */
  readonly signal: AbortSignal;
}

/**
 * A part of an operation. It may be killed at any point and is then run again, from its beginning and perhaps in
 * another process, so it must do no harm when parts of it, or all, were done before.
 */
export interface OperationStep<Input, State> {
  /** Unique in its operation, such as `make-schema`; never renamed while operations may be under way. */
  readonly name: string;
  /** Answers what later steps, or the result, need: values that JSON can hold. */
  run(context: StepContext<Input, State>): Promise<Partial<State> | void>;
}

/** A kind of operation. Kinds are made by functions that take what their steps need: Redis, storage, Temporal. */
export interface OperationKind<Input, State extends object> {
  /** Lower-case words with hyphens, such as `change-tier`. */
  readonly kind: string;
  /** What `input` must look like; checked before the first step. */
  readonly input: z.ZodType<Input>;
  readonly steps: readonly OperationStep<Input, State>[];
  /** What is kept as the operation's result. Default: all that the steps answered. */
  result?(state: Readonly<Partial<State>>): unknown;
}

export type AnyOperationKind = OperationKind<unknown, object>;
