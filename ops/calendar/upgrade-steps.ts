import type { ProductName } from '../../config/support-dates';

const table = (to: string): string =>
  `config/support-dates.ts: move ${to} to \`pinned\` (npm test names what is missing or unused)`;
const readChange = 'npm run snapshots:update, and read the diff; npm test; npm run verify';
const rollOut = (...stacks: readonly string[]): string[] => [
  `npx platform preflight --environment starter; npx cdk deploy -c environment=starter ${stacks.map((stack) => `starter-${stack}`).join(' ')}; look at it for a day`,
  `the same with demo, then production, then the literal of recovery`,
];

/** Ordered steps of an upgrade to a version, by product. */
export const upgradeSteps: Readonly<Record<ProductName, (to: string) => readonly string[]>> = {
  kubernetes: (to) => [
    'aws eks list-insights --cluster-name production --filter categories=UPGRADE_READINESS   # clients of interfaces that go away',
    `package.json and lib/cluster/kubectl-access.ts: the kubectl layer of ${to}`,
    `cluster.kubernetesVersion: '${to}' in config/environments/starter.ts; one minor version at a time`,
    table(to),
    readChange,
    ...rollOut('cluster', 'workloads'),
    'nodes follow within nodeExpiryDays; until the 7th day EKS takes the control plane back by one version',
  ],
  postgresql: (to) => [
    `servers/: PostgreSQL ${to} for the tests; npm run verify servers isolation`,
    'aws rds restore-db-instance-to-point-in-time … to a scratch instance; upgrade that first and note how long it takes',
    'aws rds create-db-snapshot … of production: the only way back',
    `database.engineVersion: '${to}' in config/environments/starter.ts`,
    table(to),
    readChange,
    ...rollOut('database'),
    'vacuumdb --all --analyze-in-stages as the master user: the planner has no statistics after a major upgrade',
  ],
  valkey: (to) => [
    `servers/: Valkey ${to} for the tests; npm run verify servers`,
    'aws elasticache create-snapshot …: an engine is never taken back',
    `cache.engineVersion: '${to}' in config/environments/starter.ts`,
    table(to),
    readChange,
    ...rollOut('cache'),
  ],
  nodejs: (to) => [
    `app/Dockerfile: the newest …/node:${to}.*-slim in every FROM`,
    `use Node.js ${to} on this machine: npm ci && npm test && npm run verify`,
    'docker build -f app/Dockerfile .   # packages with native code are built anew',
    table(to),
    ...rollOut('workloads'),
  ],
  nodejsOfTools: (to) => [
    `install Node.js ${to} on the machines that deploy and test`,
    `engines of package.json, app/package.json and tenancy/package.json, @types/node, and README: ${to}`,
    table(to),
    'npm ci && npm start && npm test && npm run verify',
  ],
  lambdaRuntimes: () => [
    'lib/functions/bundled-function.ts and lib/workloads/retired-objects.ts: the next Runtime',
    'functions of the CDK itself follow aws-cdk-lib: a newer pair of aws-cdk and aws-cdk-lib',
    table('the runtime'),
    readChange,
    ...rollOut('--all').map((step) => step.replace('starter---all', '--all')),
  ],
  addons: () => ['they follow the version of the cluster: npx platform preflight names what EKS offers'],
  images: (to) => [
    `config/images.ts: the tag of ${to}; npx platform images pin`,
    table(to),
    readChange,
    ...rollOut('images', 'workloads'),
  ],
};
