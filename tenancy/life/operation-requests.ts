import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { TenancyError } from '../context/tenancy-error';
import type { PlatformQueries } from '../database/unit-of-work';
import type { OperationRecord } from './operation';
import { operationColumns, operationOfRow, type OperationRow } from './operation-record';

export interface OperationRequest {
  readonly kind: string;
  /** null: the whole fleet. To make a tenant, leave it out: the answer has the id that the tenant will have. */
  readonly tenantId?: string | null;
  readonly input: object;
  /** Who asks: a user's subject, or the name of a person or program. */
  readonly requestedBy: string;
  /** The same key asks only once. Default: a new one. */
  readonly requestKey?: string;
}

/**
 * Asks for operations and tells how they go. It needs no right but those of the application's login: what is asked for
 * is done by a LifecycleRunner, one operation of a tenant at a time and in the order of asking.
 */
export class OperationRequests {
  constructor(private readonly platform: PlatformQueries) {}

  /** @throws TenancyError `conflict` when `requestKey` has asked for something else. */
  async request(request: OperationRequest): Promise<OperationRecord> {
    const { kind, tenantId = randomUUID(), input, requestedBy, requestKey = randomUUID() } = request;
    const { rows } = await this.platform.query<OperationRow>({
      text: `INSERT INTO public.tenant_operations (id, tenant_id, kind, input, requested_by, request_key)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, request_key) DO NOTHING RETURNING ${operationColumns}`,
      values: [randomUUID(), tenantId, kind, JSON.stringify(input), requestedBy, requestKey],
    });
    const row = rows[0] ?? (await this.earlier(request, requestKey));
    return operationOfRow(row);
  }

  /** null: there is no such operation. */
  async byId(id: string): Promise<OperationRecord | null> {
    if (!z.uuid().safeParse(id).success) return null;
    const { rows } = await this.platform.query<OperationRow>({
      text: `SELECT ${operationColumns} FROM public.tenant_operations WHERE id = $1`,
      values: [id],
    });
    return rows[0] ? operationOfRow(rows[0]) : null;
  }

  /** The newest first, at most `limit` (default 50); of one tenant where one is named. */
  async list({ tenantId, limit = 50 }: { readonly tenantId?: string; readonly limit?: number } = {}): Promise<
    readonly OperationRecord[]
  > {
    const { rows } = await this.platform.query<OperationRow>({
      text: `SELECT ${operationColumns} FROM public.tenant_operations
             WHERE $1::uuid IS NULL OR tenant_id = $1 ORDER BY place DESC LIMIT $2`,
      values: [tenantId ?? null, limit],
    });
    return rows.map(operationOfRow);
  }

  private async earlier(
    { kind, tenantId, input }: OperationRequest,
    requestKey: string,
  ): Promise<OperationRow> {
    const { rows } = await this.platform.query<OperationRow & { same: boolean }>({
      text: `SELECT ${operationColumns}, input = $3::jsonb AND ($4::uuid IS NULL OR tenant_id = $4) AS same
             FROM public.tenant_operations WHERE kind = $1 AND request_key = $2`,
      values: [kind, requestKey, JSON.stringify(input), tenantId ?? null],
    });
    const row = rows[0];
    if (!row?.same) {
      throw new TenancyError('conflict', `The request key was used for another "${kind}": take a new one.`);
    }
    return row;
  }
}
