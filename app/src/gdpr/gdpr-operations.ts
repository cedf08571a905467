import { z } from 'zod';
import { currentTenant } from '@platform/tenancy/context/current-tenant';
import { OperationRequests } from '@platform/tenancy/life/operation-requests';
import { operationOf, tenantOperation } from '../admin/operation-model';
import { acceptedAnswer, idempotencyHeader, requestOperation } from '../admin/operation-request';
import { ApiProblem, notFound } from '../api/api-problem';
import type { ApiServices } from '../api/api-services';
import { model } from '../api/model';
import { operation, type Operation } from '../api/operation';

const tag = 'gdpr';
const access = 'tenant-admin';
const progressPath = '/v1/data-requests/';
const kinds: readonly string[] = ['export', 'offboard'];

const deletionInput = model(
  'DeletionInput',
  z.strictObject({
    /** The tenant's slug, typed by whoever asks: everything of it will be gone. */
    confirm: z.string(),
  }),
);

/** What the GDPR lets a tenant ask for: its data (articles 15 and 20) and their deletion (article 17). */
export function gdprOperations({ database }: Pick<ApiServices, 'database'>): Operation[] {
  const requests = new OperationRequests(database.platform);
  return [
    operation({
      method: 'post',
      path: '/v1/data-exports',
      id: 'requestExport',
      tag,
      summary: 'Ask for all data of the tenant',
      description: 'The bundle has every table as JSON lines, without secrets. Support hands it over.',
      access,
      headers: idempotencyHeader,
      answers: acceptedAnswer,
      problems: { 409: 'The idempotency key was used for something else.' },
      handle: ({ caller, headers }) =>
        requestOperation(requests, {
          kind: 'export',
          tenantId: currentTenant().id,
          input: { audience: 'customer' },
          caller,
          idempotencyKey: headers['idempotency-key'],
          progressPath,
        }),
    }),
    operation({
      method: 'post',
      path: '/v1/data-deletions',
      id: 'requestDeletion',
      tag,
      summary: 'Ask for the deletion of the tenant',
      description:
        'The tenant is refused from then on, also to its administrators. After the days of grace, in which support can undo it, everything is erased and a certificate written.',
      access,
      headers: idempotencyHeader,
      body: deletionInput,
      answers: acceptedAnswer,
      problems: {
        409: 'The confirmation is not the tenant’s slug, or the idempotency key was used otherwise.',
      },
      handle: ({ body, caller, headers }) => {
        const { id: tenantId, slug } = currentTenant();
        if (body.confirm !== slug) {
          throw new ApiProblem(409, 'not-confirmed', 'Give the slug of the tenant as "confirm".');
        }
        return requestOperation(requests, {
          kind: 'offboard',
          tenantId,
          input: {},
          caller,
          idempotencyKey: headers['idempotency-key'],
          progressPath,
        });
      },
    }),
    operation({
      method: 'get',
      path: `${progressPath}{requestId}`,
      id: 'getDataRequest',
      tag,
      summary: 'How a request for export or deletion goes',
      access,
      parameters: { requestId: z.uuid() },
      answers: { 200: { description: 'The operation.', model: tenantOperation } },
      problems: { 404: 'The tenant has no such request.' },
      handle: async ({ parameters: { requestId } }) => {
        const record = await requests.byId(requestId);
        // Operations of all tenants lie in one table: another's is as unknown as one that was never made.
        if (!record || record.tenantId !== currentTenant().id || !kinds.includes(record.kind)) {
          throw notFound('request');
        }
        return { status: 200, body: operationOf(record) };
      },
    }),
  ];
}
