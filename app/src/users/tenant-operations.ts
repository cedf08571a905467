import { z } from 'zod';
import { currentTenant } from '@platform/tenancy/context/current-tenant';
import { tiers } from '@platform/tenancy/context/tenant-context';
import { currentLimits } from '@platform/tenancy/limits/tier-limits';
import { readUsage } from '@platform/tenancy/usage/read-usage';
import { usageMetrics } from '@platform/tenancy/usage/usage-metrics';
import type { ApiServices } from '../api/api-services';
import { instant, model } from '../api/model';
import { operation, type Operation } from '../api/operation';
import { providerPrices } from '../providers/provider-prices';
import { listUsers, userList } from './user-list';

const tenant = model(
  'Tenant',
  z.strictObject({
    id: z.uuid(),
    slug: z.string(),
    tier: z.enum(tiers),
    region: z.string(),
    limits: z.strictObject({
      requestsPerMinute: z.int(),
      agents: z.int(),
      /** That wait or run at one time. */
      tasks: z.int(),
      storageGib: z.number(),
    }),
  }),
);

const usageList = model(
  'UsageList',
  z.strictObject({
    usage: z.array(
      z.strictObject({
        hour: instant,
        metric: z.enum(usageMetrics),
        provider: z.string(),
        model: z.string(),
        quantity: z.number(),
        /** Whether it can still change. */
        closed: z.boolean(),
      }),
    ),
  }),
);

const hours = 3_600_000;

/** The tenant about itself. */
export const tenantOperations = ({
  database,
  registry,
}: Pick<ApiServices, 'database' | 'registry'>): Operation[] => [
  operation({
    method: 'get',
    path: '/v1/tenant',
    id: 'getTenant',
    tag: 'tenant',
    summary: 'The tenant of the token, and its limits',
    access: 'tenant',
    answers: { 200: { description: 'The tenant.', model: tenant } },
    handle: async () => ({
      status: 200,
      body: { ...currentTenant(), limits: await currentLimits(registry) },
    }),
  }),
  operation({
    method: 'get',
    path: '/v1/users',
    id: 'listUsers',
    tag: 'tenant',
    summary: 'Who works at the tenant',
    access: 'tenant-admin',
    answers: { 200: { description: 'Everyone by email address.', model: userList } },
    handle: async () => ({ status: 200, body: { users: await listUsers(database) } }),
  }),
  operation({
    method: 'get',
    path: '/v1/usage',
    id: 'listUsage',
    tag: 'tenant',
    summary: 'What the tenant used in the last 24 hours, or as many as asked for',
    access: 'tenant-admin',
    query: { hours: z.int().min(1).max(744).optional() },
    answers: { 200: { description: 'A row for each hour and metric.', model: usageList } },
    handle: async ({ query }) => {
      const now = Date.now();
      const rows = await readUsage(database.platform, providerPrices, {
        from: new Date(now - (query.hours ?? 24) * hours),
        to: new Date(now + hours),
        tenantId: currentTenant().id,
      });
      return {
        status: 200,
        body: {
          usage: rows.map(({ hour, metric, provider, model, quantity, closed }) => ({
            hour: hour.toISOString(),
            metric,
            provider,
            model,
            quantity,
            closed,
          })),
        },
      };
    },
  }),
];
