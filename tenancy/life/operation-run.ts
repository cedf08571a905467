import { z } from 'zod';
import { TenancyError } from '../context/tenancy-error';
import type { MigratorDatabase } from './migrator-database';
import type { AnyOperationKind, OperationRecord } from './operation';
import type { OperationLease } from './operation-lease';

/**
 * Runs the steps that a claimed operation still lacks, and answers its result. What each step answers is written down
 * before the next begins, so a kill at any point costs at most the step under way.
 * @throws what a step throws, `LeaseLost`, or a TenancyError `conflict` when the input is not the kind's.
 */
export async function runOperation(
  kind: AnyOperationKind,
  lease: OperationLease,
  database: MigratorDatabase,
  signal: AbortSignal,
): Promise<unknown> {
  const { operation } = lease;
  const input = kind.input.safeParse(operation.input);
  if (!input.success) {
    throw new TenancyError(
      'conflict',
      `The input of "${kind.kind}" is wrong: ${z.prettifyError(input.error)}`,
    );
  }
  let state: object = operation.checkpoint;
  for (const step of stepsLeft(kind, operation)) {
    signal.throwIfAborted();
    const answer = await step.run({ operation, input: input.data, state, database, signal });
    state = { ...state, ...answer };
    await lease.finishStep(step.name, state);
  }
  const result = kind.result ? kind.result(state) : state;
  await lease.finish(result);
  return result;
}

function stepsLeft({ kind, steps }: AnyOperationKind, { step }: OperationRecord): AnyOperationKind['steps'] {
  if (step === null) return steps;
  const last = steps.findIndex(({ name }) => name === step);
  if (last < 0) {
    throw new TenancyError(
      'conflict',
      `"${kind}" was begun by a version with a step "${step}", which this one lacks: finish it with that version.`,
    );
  }
  return steps.slice(last + 1);
}
