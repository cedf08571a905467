import { databases, namespaces } from './contract';

/** Services of a Temporal server, each a Deployment of its own. */
export const temporalServices = ['frontend', 'history', 'matching', 'worker'] as const;
export type TemporalService = (typeof temporalServices)[number];

/** Pods of the namespace `temporal`: the services, the UI, and the jobs before and after them. */
export const temporalWorkloadNamespaces = {
  'temporal-frontend': namespaces.temporal,
  'temporal-history': namespaces.temporal,
  'temporal-matching': namespaces.temporal,
  'temporal-worker': namespaces.temporal,
  'temporal-ui': namespaces.temporal,
  'temporal-schema': namespaces.temporal,
  'temporal-namespace': namespaces.temporal,
} as const;

/**
 * Ports of each service: `rpc` for calls, `membership` for finding the others. The internal worker takes no calls.
 * Temporal keeps them in signed 16-bit columns, so they stay under 32768.
 */
export const temporalPorts = {
  frontend: { rpc: 7233, membership: 6933 },
  history: { rpc: 7234, membership: 6934 },
  matching: { rpc: 7235, membership: 6935 },
  worker: { membership: 6939 },
} as const satisfies Record<TemporalService, { readonly rpc?: number; readonly membership: number }>;

export const temporalMetricsPort = 9090;
export const temporalUiPort = 8080;

/** The two databases, and the schema that Temporal's tool knows for each. */
export const temporalStores = [
  { name: 'default', database: databases.temporal, schema: 'postgresql/v12/temporal' },
  { name: 'visibility', database: databases.temporalVisibility, schema: 'postgresql/v12/visibility' },
] as const;

/** Driver of PostgreSQL in Temporal. */
export const temporalPlugin = 'postgres12_pgx';

/** The namespace of all tenants that have none of their own, and by what their workflows can be found. */
export const tenantsNamespace = {
  name: 'tenants',
  retentionDays: 30,
  searchAttributes: { TenantId: 'Keyword' },
} as const;

/**
 * Settings that the server reads while it runs. https://docs.temporal.io/references/dynamic-configuration
 * - `matching.enableFairness`: a task queue's backlog is shared out between tenants, not first come first served.
 * - `system.enableRingpopTLS`: services find one another by the same mutual TLS by which they call.
 * - `history.cacheSizeBasedLimit`: caches end at a size and not at a number of workflows, so that memory has a bound.
 */
export const temporalDynamicSettings = {
  'matching.enableFairness': true,
  'system.enableRingpopTLS': true,
  'history.cacheSizeBasedLimit': true,
} as const;
