import { z } from 'zod';
import { OperationRequests } from '@platform/tenancy/life/operation-requests';
import { provisionInputSchema } from '@platform/tenancy/life/provision';
import { listTenants } from '@platform/tenancy/life/tenant-list';
import { tierIsComplete, tierMessage } from '@platform/tenancy/registry/contract-limits';
import { ApiProblem, notFound } from '../api/api-problem';
import type { ApiServices } from '../api/api-services';
import { operation, type Operation } from '../api/operation';
import { adminTenantList, adminTenantOf, newTenant, reason, tierChange } from './admin-model';
import { operationList, operationOf, tenantOperation } from './operation-model';
import { acceptedAnswer, idempotencyHeader, requestOperation } from './operation-request';

const tag = 'admin';
const access = 'platform-admin';
const parameters = { tenantId: z.uuid() };
const progressPath = '/v1/admin/operations/';
const tenantPath = '/v1/admin/tenants/{tenantId}';
const keyUsed = { 409: 'The idempotency key was used for something else.' };
const request = {
  tag,
  access,
  headers: idempotencyHeader,
  answers: acceptedAnswer,
  problems: keyUsed,
} as const;

const incompleteTier = (): ApiProblem => new ApiProblem(400, 'bad-request', tierMessage);

/** For the platform's own staff: each asks for an operation on a tenant, or tells how one goes. */
export function adminOperations({ database }: Pick<ApiServices, 'database'>): Operation[] {
  const requests = new OperationRequests(database.platform);
  return [
    operation({
      method: 'get',
      path: '/v1/admin/tenants',
      id: 'listTenants',
      tag,
      summary: 'All tenants, erased ones included',
      access,
      answers: { 200: { description: 'By slug.', model: adminTenantList } },
      handle: async () => {
        const tenants = await listTenants(database.platform);
        return { status: 200, body: { tenants: tenants.map(adminTenantOf) } };
      },
    }),
    operation({
      ...request,
      method: 'post',
      path: '/v1/admin/tenants',
      id: 'provisionTenant',
      summary: 'Make a tenant',
      body: newTenant,
      handle: async ({ body, caller, headers }) => {
        const parsed = provisionInputSchema.safeParse(body);
        if (!parsed.success) throw incompleteTier();
        const idempotencyKey = headers['idempotency-key'];
        return requestOperation(requests, {
          kind: 'provision',
          input: body,
          caller,
          idempotencyKey,
          progressPath,
        });
      },
    }),
    operation({
      ...request,
      method: 'post',
      path: `${tenantPath}/suspend`,
      id: 'suspendTenant',
      summary: 'Refuse a tenant at every door; its data are kept',
      parameters,
      body: reason,
      handle: ({ parameters: { tenantId }, body: input, caller, headers }) =>
        requestOperation(requests, {
          kind: 'suspend',
          tenantId,
          input,
          caller,
          idempotencyKey: headers['idempotency-key'],
          progressPath,
        }),
    }),
    operation({
      ...request,
      method: 'post',
      path: `${tenantPath}/resume`,
      id: 'resumeTenant',
      summary: 'End a suspension, or the days of grace before erasure',
      parameters,
      handle: ({ parameters: { tenantId }, caller, headers }) =>
        requestOperation(requests, {
          kind: 'resume',
          tenantId,
          input: {},
          caller,
          idempotencyKey: headers['idempotency-key'],
          progressPath,
        }),
    }),
    operation({
      ...request,
      method: 'put',
      path: `${tenantPath}/tier`,
      id: 'changeTier',
      summary: 'Change a tenant’s tier, contract and budget',
      parameters,
      body: tierChange,
      handle: async ({ parameters: { tenantId }, body: input, caller, headers }) => {
        const { tier, contractLimits = null } = input;
        if (!tierIsComplete({ tier, contractLimits })) throw incompleteTier();
        return requestOperation(requests, {
          kind: 'change-tier',
          tenantId,
          input,
          caller,
          idempotencyKey: headers['idempotency-key'],
          progressPath,
        });
      },
    }),
    operation({
      method: 'get',
      path: '/v1/admin/operations',
      id: 'listOperations',
      tag,
      summary: 'What was asked for, the newest first',
      access,
      query: { tenantId: z.uuid().optional(), limit: z.int().min(1).max(200).optional() },
      answers: { 200: { description: 'At most 50 unless `limit` says otherwise.', model: operationList } },
      handle: async ({ query }) => ({
        status: 200,
        body: { operations: (await requests.list(query)).map(operationOf) },
      }),
    }),
    operation({
      method: 'get',
      path: `${progressPath}{operationId}`,
      id: 'getOperation',
      tag,
      summary: 'How an operation goes',
      access,
      parameters: { operationId: z.uuid() },
      answers: { 200: { description: 'The operation.', model: tenantOperation } },
      problems: { 404: 'There is no such operation.' },
      handle: async ({ parameters: { operationId } }) => {
        const record = await requests.byId(operationId);
        if (!record) throw notFound('operation');
        return { status: 200, body: operationOf(record) };
      },
    }),
  ];
}
