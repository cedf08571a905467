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

/**
 * Parts of the two URLs, for an image that puts its own together. Kubernetes composes the URLs from them when a pod
 * starts, so no URL with a password in it is stored anywhere.
 */
export const loginVariables = {
  databaseUsername: 'DATABASE_USERNAME',
  databasePassword: 'DATABASE_PASSWORD',
  redisUsername: 'REDIS_USERNAME',
  redisPassword: 'REDIS_PASSWORD',
} as const;

/** Set only where the environment has a read replica, or a cache group of its own for values that may vanish. */
export const optionalVariables = {
  databaseReaderUrl: 'DATABASE_READER_URL',
  volatileRedisUsername: 'REDIS_VOLATILE_USERNAME',
  volatileRedisPassword: 'REDIS_VOLATILE_PASSWORD',
  volatileRedisUrl: 'REDIS_VOLATILE_URL',
} as const;

/**
 * What an image needs to look after tenants besides. The key wraps tenants' data keys; without it ENCRYPTION_KEY does.
 * The days say for how long an erased tenant is still in a backup, for its deletion certificate.
 */
export const tenancyVariables = {
  tenantKeyArn: 'TENANT_KEY_ARN',
  exportsBucket: 'EXPORTS_BUCKET',
  lokiUrl: 'LOKI_URL',
  pointInTimeDays: 'POINT_IN_TIME_DAYS',
  weeklyBackupDays: 'WEEKLY_BACKUP_DAYS',
  exportDays: 'EXPORT_DAYS',
  logDays: 'LOG_DAYS',
} as const;

/** The user of every pod that runs the application image. */
export const applicationUserId = 1001;

export const namespaces = {
  app: 'app',
  headroom: 'headroom',
  pooling: 'pooling',
  ingress: 'ingress',
  temporal: 'temporal',
  autoscaling: 'autoscaling',
  monitoring: 'monitoring',
} as const;

/** Workloads of the application image: name of the Deployment, its Service and its service account. */
export const applicationComponents = ['api', 'realtime', 'worker', 'lifecycle'] as const;
export type ApplicationComponent = (typeof applicationComponents)[number];

/** The database login of each. Only `lifecycle`, which no customer's request or task reaches, makes tenants' roles. */
export const componentLogins = {
  api: 'app',
  realtime: 'app',
  worker: 'app',
  lifecycle: 'migrator',
} as const satisfies Record<ApplicationComponent, DatabaseLogin>;

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
  pooler: 6432,
  poolerMetrics: 9127,
  cache: 6379,
  dns: 53,
  podIdentity: 80,
  kubernetesApi: 443,
  https: 443,
  /** Of the ingress's pods, which may not listen below 1024; the load balancer listens on 80 and 443. */
  ingressHttp: 8000,
  ingressHttps: 8443,
  ingressHealth: 8080,
  ingressMetrics: 9100,
  /** Of cert-manager's solver pods. */
  acmeSolver: 8089,
} as const;

/** Where routes, the services behind them and the certificates of their hosts are: an Ingress names no other namespace. */
export const routesNamespace = namespaces.app;

/** Class of the routes that the proxy serves. */
export const ingressClass = 'traefik';

/** Let's Encrypt's two directories, as issuers of the cluster. */
export const acmeIssuerNames = {
  staging: 'letsencrypt-staging',
  production: 'letsencrypt-production',
} as const;

/** EKS Pod Identity's agent on every node. */
export const podIdentityAgentAddress = '169.254.170.23';

/**
 * Addresses of Services. The cluster sets the block, so that policies can name addresses in it: the first is the
 * API server's, the tenth is DNS, which Auto Mode answers on each node. No VPC of ours may overlap it.
 */
export const serviceNetwork = {
  cidr: '172.20.0.0/16',
  kubernetesApiAddress: '172.20.0.1',
  dnsAddress: '172.20.0.10',
} as const;

/** Where pods find the certificate authorities of the region's databases. */
export const databaseCertificates = {
  configMapName: 'database-certificates',
  folder: '/etc/database-certificates',
  fileName: 'bundle.pem',
} as const;

/** Where the secrets store driver mounts a pod's secrets. */
export const secretsFolder = '/mnt/secrets';

/** The default class of volumes. */
export const storageClassName = 'gp3-encrypted';

/** Who gives way to whom when a node is full. */
export const priorityClasses = {
  application: 'application',
  standard: 'standard',
  headroom: 'headroom',
} as const;

/**
 * Fields of a database login's secret in Secrets Manager. `url` carries the host of the day of rotation; pods build
 * theirs from the fields, because a restored database has another host and the same logins.
 */
export const databaseSecretFields = ['username', 'password', 'host', 'port', 'dbname', 'url'] as const;
export const cacheSecretFields = ['username', 'password'] as const;

/** Of Grafana's secret: of its client at the identity provider, and the key by which it signs. */
export const grafanaSecretFields = ['clientSecret', 'secretKey'] as const;

/** Names in Secrets Manager. `owner` is the environment that made them: a recovery uses its origin's. */
export const secretNames = {
  databaseLogin: (owner: string, login: DatabaseLogin): string => `${owner}/database/${login}`,
  cacheQueues: (owner: string): string => `${owner}/cache/queues`,
  cacheVolatile: (owner: string): string => `${owner}/cache/volatile`,
  encryptionKey: (owner: string): string => `${owner}/application/encryption-key`,
  product: (owner: string, name: string): string => `${owner}/product/${name}`,
  grafana: (owner: string): string => `${owner}/grafana`,
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
