import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseError, PoolClient } from 'pg';
import { TenancyError } from '../../context/tenancy-error';
import type { MigratorDatabase } from '../migrator-database';

/** Under PostgreSQL's deadlock_timeout of a second, so that it is never the tenant's transaction that has to give way. */
const lockTimeoutMs = 500;
const attempts = 120;
const lockNotAvailable = '55P03';

export interface LockPatience {
  readonly tenantId: string;
  /** What is tried, for the error: `drop its schema`. */
  readonly what: string;
  readonly signal: AbortSignal;
}

/**
 * A transaction that needs all of a tenant's tables for itself. It waits half a second for those that use them and then
 * lets everybody pass for a while, for about two minutes in all. Throws `conflict` when that was not enough.
 */
export async function withLockPatience<Result>(
  database: MigratorDatabase,
  { tenantId, what, signal }: LockPatience,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await database.exclusively(tenantId, async (client) => {
        await client.query(`SELECT set_config('lock_timeout', $1, true)`, [`${lockTimeoutMs}ms`]);
        return work(client);
      });
    } catch (error) {
      if ((error as DatabaseError).code !== lockNotAvailable) throw error;
      if (attempt === attempts) {
        throw new TenancyError(
          'conflict',
          `Transactions of the tenant never pause long enough to ${what}: suspend it, and try again.`,
          { cause: error },
        );
      }
      await sleep(lockTimeoutMs * (0.5 + Math.random()));
    }
  }
}
