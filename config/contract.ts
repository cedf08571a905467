/**
 * Names that two sides must agree on: the product image and the charts, the charts and the stacks, the stacks and the
 * recovery region. Nothing here differs between environments.
 */

/** Variables that a product image reads. They exist in images today, so they are not ours to rename. */
export const applicationVariables = {
  port: 'PORT',
  nodeEnvironment: 'NODE_ENV',
  databaseUrl: 'DATABASE_URL',
  redisUrl: 'REDIS_URL',
  redisHost: 'REDIS_HOST',
  redisPort: 'REDIS_PORT',
  temporalAddress: 'TEMPORAL_ADDRESS',
  encryptionKey: 'ENCRYPTION_KEY',
  clientUrl: 'CLIENT_URL',
  serverUrl: 'SERVER_URL',
  logLevel: 'LOG_LEVEL',
} as const;

/** The user of every pod that runs the application image. */
export const applicationUserId = 1001;

export const namespaces = { app: 'app', headroom: 'headroom' } as const;

/** Workloads of the application image: name of the Deployment, its Service and its service account. */
export const applicationComponents = ['api', 'realtime', 'worker'] as const;
export type ApplicationComponent = (typeof applicationComponents)[number];

/** Where Temporal's frontend will answer; a plain DNS name, so that charts need no order to name it. */
export const temporalAddress = 'temporal-frontend.temporal.svc:7233';

/** Database logins, each with a secret of its own. A login is a group role; `<login>_a` and `<login>_b` alternate at rotation. */
export const databaseLogins = ['app', 'migrator', 'pooler', 'temporal', 'exporter'] as const;
export type DatabaseLogin = (typeof databaseLogins)[number];

export const databases = {
  application: 'app',
  temporal: 'temporal',
  temporalVisibility: 'temporal_visibility',
} as const;
export const ports = {
  database: 5432,
  cache: 6379,
  dns: 53,
  podIdentity: 80,
  kubernetesApi: 443,
  https: 443,
} as const;

/** EKS Pod Identity's agent on every node. */
export const podIdentityAgentAddress = '169.254.170.23';

/**
 * Fields of a database login's secret in Secrets Manager. `url` carries the host of the day of rotation; pods build
 * theirs from the fields, because a restored database has another host and the same logins.
 */
export const databaseSecretFields = ['username', 'password', 'host', 'port', 'dbname', 'url'] as const;
export const cacheSecretFields = ['username', 'password'] as const;

/** Names in Secrets Manager. `owner` is the environment that made them: a recovery uses its origin's. */
export const secretNames = {
  databaseLogin: (owner: string, login: DatabaseLogin): string => `${owner}/database/${login}`,
  cacheQueues: (owner: string): string => `${owner}/cache/queues`,
  cacheVolatile: (owner: string): string => `${owner}/cache/volatile`,
  encryptionKey: (owner: string): string => `${owner}/application/encryption-key`,
  product: (owner: string, name: string): string => `${owner}/product/${name}`,
} as const;

/** Parameters that an environment leaves in its recovery region, so that a recovery finds what it needs by name. */
export const handOverParameters = {
  dataKeyArn: (owner: string): string => `/${owner}/hand-over/data-key-arn`,
  tenantKeyArn: (owner: string): string => `/${owner}/hand-over/tenant-key-arn`,
  hostedZoneId: (owner: string): string => `/${owner}/hand-over/hosted-zone-id`,
} as const;

/** The environment whose keys and secrets are used: its own, or that of the environment it recovers. */
export function stateOwner(environment: {
  readonly name: string;
  readonly state: { readonly kind: 'own' } | { readonly kind: 'replicaOf'; readonly environment: string };
}): string {
  return environment.state.kind === 'own' ? environment.name : environment.state.environment;
}

/** Karpenter and the scheduler select by these. */
export const nodeLabels = {
  pool: 'karpenter.sh/nodepool',
  capacity: 'karpenter.sh/capacity-type',
  architecture: 'kubernetes.io/arch',
  zone: 'topology.kubernetes.io/zone',
  host: 'kubernetes.io/hostname',
} as const;

export const nodeClassName = 'platform';

/** Workers' nodes can vanish at two minutes' notice: only pods that tolerate this taint run there. */
export const workersTaint = { key: 'platform/interruptible', value: 'true', effect: 'NoSchedule' } as const;

export const podLabels = {
  name: 'app.kubernetes.io/name',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
  /** Hash of the pod template: the deploy gate finds this revision's pods by it. */
  revision: 'platform/revision',
} as const;

/** Tag on every AWS resource of an environment; the node class finds its subnets by it. */
export const environmentTag = 'platform:environment';
