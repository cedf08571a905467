import type { OperationRecord, OperationState } from './operation';

/** Columns of `public.tenant_operations` that make an OperationRecord. */
export const operationColumns =
  'id, tenant_id, kind, requested_by, created_at, input, state, step, checkpoint, attempts, result, error, updated_at';

export interface OperationRow {
  readonly id: string;
  readonly tenant_id: string | null;
  readonly kind: string;
  readonly requested_by: string;
  readonly created_at: Date;
  readonly input: unknown;
  readonly state: OperationState;
  readonly step: string | null;
  readonly checkpoint: object;
  readonly attempts: number;
  readonly result: unknown;
  readonly error: string | null;
  readonly updated_at: Date;
}

export const operationOfRow = (row: OperationRow): OperationRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  kind: row.kind,
  requestedBy: row.requested_by,
  createdAt: row.created_at,
  input: row.input,
  state: row.state,
  step: row.step,
  checkpoint: row.checkpoint,
  attempts: row.attempts,
  result: row.result,
  error: row.error,
  updatedAt: row.updated_at,
});
