import type { MigratorDatabase } from './migrator-database';
import type { AnyOperationKind, OperationRecord } from './operation';
import { isPassing } from './operation-errors';
import { type ClaimOptions, LeaseLost, OperationLease } from './operation-lease';
import { runOperation } from './operation-run';

const attemptsAtMost = 10;
const longestPauseSeconds = 60;

/**
 * How a run ended. `postponed`: it goes on later, in this runner or another; `lost`: another runner has it, because this
 * one gave no sign of life for too long.
 */
export type RunOutcome =
  | { readonly outcome: 'done'; readonly operation: OperationRecord; readonly result: unknown }
  | {
      readonly outcome: 'failed' | 'postponed' | 'lost';
      readonly operation: OperationRecord;
      readonly error: unknown;
    };

export interface OperationRunnerOptions {
  readonly database: MigratorDatabase;
  readonly kinds: readonly AnyOperationKind[];
  /** Default 30. */
  readonly leaseSeconds?: number;
}

/** Claims operations and runs them, one a call. */
export class OperationRunner {
  private readonly kinds: ReadonlyMap<string, AnyOperationKind>;

  constructor(private readonly options: OperationRunnerOptions) {
    this.kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]));
  }

  /** Runs the operation that waits longest, of all or of those named; null when there is nothing to claim. */
  async runNext(signal: AbortSignal, only?: ClaimOptions['only']): Promise<RunOutcome | null> {
    const { database, leaseSeconds } = this.options;
    const kinds = [...this.kinds.keys()];
    const lease = await OperationLease.claim(database, { kinds, only, leaseSeconds });
    if (!lease) return null;
    const { operation } = lease;
    const kind = this.kinds.get(operation.kind);
    if (!kind) throw new Error(`Claimed an operation of the unknown kind "${operation.kind}".`);
    const keeper = keepLease(lease);
    const stop = AbortSignal.any([signal, keeper.lost]);
    try {
      const result = await runOperation(kind, lease, database, stop);
      return { outcome: 'done', operation, result };
    } catch (error) {
      return { outcome: await settle(lease, error, stop), operation, error };
    } finally {
      keeper.stop();
    }
  }
}

async function settle(
  lease: OperationLease,
  error: unknown,
  signal: AbortSignal,
): Promise<'failed' | 'postponed' | 'lost'> {
  if (error instanceof LeaseLost) return 'lost';
  const { attempts } = lease.operation;
  const message = error instanceof Error ? error.message : String(error);
  try {
    if (signal.aborted) {
      await lease.giveBack(0, null);
      return 'postponed';
    }
    if (isPassing(error) && attempts < attemptsAtMost) {
      await lease.giveBack(Math.min(2 ** (attempts - 1), longestPauseSeconds), message);
      return 'postponed';
    }
    await lease.fail(message);
    return 'failed';
  } catch {
    // The server does not answer: the lease runs out, and whoever comes then goes on.
    return 'lost';
  }
}

/** Renews a lease until `stop`; `lost` is aborted when another runner has it. */
function keepLease(lease: OperationLease): { readonly lost: AbortSignal; stop(): void } {
  const lost = new AbortController();
  const timer = setInterval(
    () => {
      lease.renew().then(
        (held) => {
          if (!held) lost.abort(new LeaseLost(lease.operation.id));
        },
        // The server does not answer: the step under way will notice.
        () => undefined,
      );
    },
    (lease.leaseSeconds * 1000) / 3,
  );
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}
