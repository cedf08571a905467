import { randomUUID } from 'node:crypto';
import type { DatabaseError } from 'pg';
import type { OperationRecord } from './operation';
import { operationColumns, operationOfRow, type OperationRow } from './operation-record';
import type { MigratorDatabase } from './migrator-database';

/** After so long without a sign of life, an operation's runner is taken for dead. */
export const defaultLeaseSeconds = 30;

const uniqueViolation = '23505';

export interface ClaimOptions {
  /** Kinds that the runner knows. */
  readonly kinds: readonly string[];
  /** Only this operation, or only the next of this tenant. Default: the one that waits longest. */
  readonly only?: { readonly id: string } | { readonly tenantId: string };
  readonly leaseSeconds?: number;
}

/**
 * The right to run one operation, for as long as it is renewed. Everything that a runner writes holds only while it
 * has the lease, so two runners never both go on.
 */
export class OperationLease {
  private constructor(
    private readonly database: MigratorDatabase,
    private readonly owner: string,
    readonly operation: OperationRecord,
    readonly leaseSeconds: number,
  ) {}

  /**
   * Takes an operation that is requested, or whose runner is dead. One of a tenant runs at a time, in the order in which
   * they were asked for; the fleet's run beside them. null: nothing to do.
   */
  static async claim(database: MigratorDatabase, options: ClaimOptions): Promise<OperationLease | null> {
    const { kinds, only = {}, leaseSeconds = defaultLeaseSeconds } = options;
    const [id, tenantId] = ['id' in only ? only.id : null, 'tenantId' in only ? only.tenantId : null];
    const owner = randomUUID();
    try {
      const { rows } = await database.query<OperationRow>({
        text: claimStatement,
        values: [owner, leaseSeconds, kinds, id, tenantId],
      });
      const row = rows[0];
      return row ? new OperationLease(database, owner, operationOfRow(row), leaseSeconds) : null;
    } catch (error) {
      // Another runner has begun an operation of the same tenant in this moment.
      if ((error as DatabaseError).code === uniqueViolation) return null;
      throw error;
    }
  }

  /** false: another runner has taken over. */
  async renew(): Promise<boolean> {
    return this.update(`lease_until = now() + make_interval(secs => $3)`, [this.leaseSeconds]);
  }

  async finishStep(step: string, checkpoint: object): Promise<void> {
    await this.hold(`step = $3, checkpoint = $4, lease_until = now() + make_interval(secs => $5)`, [
      step,
      JSON.stringify(checkpoint),
      this.leaseSeconds,
    ]);
  }

  async finish(result: unknown): Promise<void> {
    await this.hold(`state = 'done', result = $3, error = NULL, lease_owner = NULL, lease_until = NULL`, [
      JSON.stringify(result ?? null),
    ]);
  }

  async fail(message: string): Promise<void> {
    await this.hold(`state = 'failed', error = $3, lease_owner = NULL, lease_until = NULL`, [message]);
  }

  /** Leaves the operation to the next runner, from `delaySeconds` on. */
  async giveBack(delaySeconds: number, message: string | null): Promise<void> {
    await this.update(
      `state = 'requested', error = $4, not_before = now() + make_interval(secs => $3),
       lease_owner = NULL, lease_until = NULL`,
      [delaySeconds, message],
    );
  }

  private async hold(assignments: string, values: readonly unknown[]): Promise<void> {
    if (!(await this.update(assignments, values))) throw new LeaseLost(this.operation.id);
  }

  private async update(assignments: string, values: readonly unknown[]): Promise<boolean> {
    const { rowCount } = await this.database.query({
      text: `UPDATE public.tenant_operations SET ${assignments}, updated_at = now()
             WHERE id = $1 AND lease_owner = $2 AND state = 'running'`,
      values: [this.operation.id, this.owner, ...values],
    });
    return rowCount === 1;
  }
}

export class LeaseLost extends Error {
  constructor(id: string) {
    super(`Another runner has taken over the operation ${id}.`);
    this.name = 'LeaseLost';
  }
}

const claimStatement = `
  UPDATE public.tenant_operations
  SET state = 'running', lease_owner = $1, lease_until = now() + make_interval(secs => $2),
      attempts = attempts + 1, updated_at = now()
  WHERE id = (
    SELECT id FROM public.tenant_operations AS candidate
    WHERE state IN ('requested', 'running')
      AND kind = ANY ($3) AND ($4::uuid IS NULL OR id = $4) AND ($5::uuid IS NULL OR tenant_id = $5)
      AND CASE state WHEN 'running' THEN lease_until < now() ELSE not_before <= now() END
      AND NOT EXISTS (
        SELECT FROM public.tenant_operations AS earlier
        WHERE earlier.tenant_id = candidate.tenant_id AND earlier.place < candidate.place
          AND earlier.state IN ('requested', 'running'))
    ORDER BY place LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING ${operationColumns}`;
