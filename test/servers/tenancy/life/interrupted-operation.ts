import type { MigratorDatabase } from '../../../../tenancy/life/migrator-database';
import type { AnyOperationKind, OperationStep } from '../../../../tenancy/life/operation';
import { OperationLease } from '../../../../tenancy/life/operation-lease';
import { runOperation } from '../../../../tenancy/life/operation-run';

/** Where a runner dies: before a step does anything, or after all of it and before that is written down. */
export interface Interruption {
  readonly step: string;
  readonly when: 'before' | 'after';
}

/** Every point between two steps of a kind at which its runner can die. */
export const interruptionsOf = ({ steps }: AnyOperationKind): readonly Interruption[] =>
  steps.flatMap(({ name }) => [
    { step: name, when: 'before' as const },
    { step: name, when: 'after' as const },
  ]);

class Killed extends Error {}

/**
 * Runs a requested operation as a runner does that dies at `interruption`: it settles nothing, and its lease is over at
 * once, so the next runner takes over.
 */
export async function runUntil(
  interruption: Interruption,
  kind: AnyOperationKind,
  database: MigratorDatabase,
): Promise<void> {
  const lease = await OperationLease.claim(database, { kinds: [kind.kind], leaseSeconds: 0 });
  if (!lease) throw new Error('The test has requested no operation.');
  const steps = kind.steps.map((step) =>
    step.name === interruption.step ? dying(step, interruption) : step,
  );
  try {
    await runOperation({ ...kind, steps }, lease, database, new AbortController().signal);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
}

const dying = (
  step: OperationStep<unknown, object>,
  { when }: Interruption,
): OperationStep<unknown, object> => ({
  name: step.name,
  async run(context) {
    if (when === 'after') await step.run(context);
    throw new Killed();
  },
});
