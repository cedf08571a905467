import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { tenantAttribute } from './workflow-ids';

export interface NamespaceOptions {
  readonly namespace: string;
  /** How long closed workflows can be looked at. */
  readonly retentionDays: number;
}

/** KEYWORD in temporal.api.enums.v1.IndexedValueType. */
const keywordType = 2;

/** ALREADY_EXISTS of gRPC. */
const alreadyExists = 6;
const patienceSeconds = 60;

/**
 * Makes a namespace ready for tenants: the namespace itself and the search attribute TenantId. Changes nothing when both
 * are there. Resolves once the servers know them, which takes up to 30 seconds after they were made.
 */
export async function prepareNamespace(
  connection: Connection,
  { namespace, retentionDays }: NamespaceOptions,
): Promise<void> {
  await connection.workflowService
    .registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(`${retentionDays} days`) })
    .catch((error: unknown) => {
      if (!isGrpcServiceError(error) || Number(error.code) !== alreadyExists) throw error;
    });
  await eventually(async () => {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    if (tenantAttribute.name in (customAttributes ?? {})) return;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: {
        [tenantAttribute.name]: keywordType,
      },
    });
  });
  await eventually(() =>
    connection.workflowService.countWorkflowExecutions({
      namespace,
      query: `${tenantAttribute.name} = 'none'`,
    }),
  );
}

async function eventually(attempt: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + patienceSeconds * 1000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}
