import { z } from 'zod';
import { type OperationRecord, operationStates } from '@platform/tenancy/life/operation';
import { instant, jsonObject, model } from '../api/model';

/** What was asked to be done with a tenant, and how it goes. */
export const tenantOperation = model(
  'TenantOperation',
  z.strictObject({
    id: z.uuid(),
    tenantId: z.uuid().nullable(),
    kind: z.string(),
    state: z.enum(operationStates),
    /** The step that was finished last. */
    step: z.string().nullable(),
    requestedBy: z.string(),
    result: jsonObject.nullable(),
    error: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  }),
);
export type TenantOperation = z.infer<typeof tenantOperation>;

export const operationList = model(
  'TenantOperationList',
  z.strictObject({ operations: z.array(tenantOperation) }),
);

/** Without `input` and `checkpoint`, which hold more than the asker needs. */
export const operationOf = (record: OperationRecord): TenantOperation => ({
  id: record.id,
  tenantId: record.tenantId,
  kind: record.kind,
  state: record.state,
  step: record.step,
  requestedBy: record.requestedBy,
  result: (record.result as TenantOperation['result']) ?? null,
  error: record.error,
  createdAt: record.createdAt.toISOString(),
  updatedAt: record.updatedAt.toISOString(),
});
