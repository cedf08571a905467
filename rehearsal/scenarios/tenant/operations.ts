import { until } from '../../cluster/waiting';
import type { Edge } from '../../edge/edge';
import type { EntranceAnswer } from '../../edge/entrance';
import { expectJson, send } from '../edge/api-client';

/** What was asked to be done with a tenant. */
export interface Operation {
  readonly id: string;
  readonly tenantId: string;
  readonly state: string;
  readonly error: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
}

const operationSeconds = 60;

/**
 * Waits until what was asked for is done.
 * @param asked the API's answer to the request.
 * @param staff token of the platform's staff.
 * @throws Error when it was refused, has failed or takes too long.
 */
export async function doneOperation(
  edge: Edge,
  staff: string,
  asked: Promise<EntranceAnswer>,
): Promise<Operation> {
  const { id, state: first } = await expectJson<Operation>(asked, 202);
  let operation: Operation | undefined;
  await until(
    `the operation ${id}`,
    async () => {
      operation = await expectJson<Operation>(send(edge, staff, 'GET', `/v1/admin/operations/${id}`), 200);
      if (operation.state === 'failed') throw new Error(`the operation ${id} failed: ${operation.error}`);
      return operation.state === 'done';
    },
    { seconds: operationSeconds, everyMilliseconds: 500 },
  ).catch(({ message }: Error) => {
    throw new Error(`${message} (it is ${operation?.state ?? first})`);
  });
  return operation!;
}
