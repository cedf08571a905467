import { z } from 'zod';
import type { OperationRequests } from '@platform/tenancy/life/operation-requests';
import type { Answer, Caller } from '../api/operation';
import { operationOf, tenantOperation } from './operation-model';

interface Request {
  readonly kind: string;
  /** Left out: the tenant is yet to be made. */
  readonly tenantId?: string;
  readonly input: object;
  readonly caller: Caller;
  /** Asking again with the same key asks once. Default: each request asks. */
  readonly idempotencyKey?: string;
  /** Where its asker reads how it goes, without its id: `/v1/admin/operations/`. */
  readonly progressPath: string;
}

/** Header of every request for an operation. */
export const idempotencyHeader = { 'idempotency-key': z.string().min(1).max(200).optional() };

/** Answer of every request for an operation. */
export const acceptedAnswer = {
  202: { description: 'It is asked for; the operation says how it goes.', model: tenantOperation },
};

/** Asks for an operation. The component `lifecycle` does it: no pod that serves customers has the rights. */
export async function requestOperation(requests: OperationRequests, request: Request): Promise<Answer> {
  const { kind, tenantId, input, caller, idempotencyKey, progressPath } = request;
  const record = await requests.request({
    kind,
    ...(tenantId && { tenantId }),
    input,
    requestedBy: caller.subject,
    // A key is one tenant's own.
    ...(idempotencyKey && { requestKey: `${tenantId ?? 'new'}:${idempotencyKey}` }),
  });
  return { status: 202, body: operationOf(record), headers: { Location: `${progressPath}${record.id}` } };
}
