/** The last day of standard support, `YYYY-MM-DD`; null: none was announced; `with`: as long as that product's pinned version. */
export type SupportEnd = string | null | { readonly with: ProductName };

export interface SupportedProduct {
  readonly title: string;
  /** Where the dates come from. */
  readonly source: string;
  /** Whether customers' requests or data depend on it; if not, its end warns and does not fail the build. */
  readonly deployed: boolean;
  /** What the project runs: a test compares it with the config, the templates, the Dockerfile and `engines`. */
  readonly pinned: Readonly<Record<string, SupportEnd>>;
  /** What the config may change to. */
  readonly offered: Readonly<Record<string, string | null>>;
}

export type ProductName =
  | 'kubernetes'
  | 'postgresql'
  | 'valkey'
  | 'nodejs'
  | 'nodejsOfTools'
  | 'lambdaRuntimes'
  | 'addons'
  | 'images';

/** The day on which all dates were checked. */
export const supportDatesChecked = '2026-11-27';

const nodejsSource = 'https://github.com/nodejs/Release#release-schedule';
const nodejsReleases = { '24': '2028-04-30', '26': '2029-04-30' };

export const supportDates: Readonly<Record<ProductName, SupportedProduct>> = {
  /** Extended support costs six times as much, and clusters here have STANDARD support, so that EKS upgrades them by itself. */
  kubernetes: {
    title: 'Kubernetes on EKS',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html',
    deployed: true,
    pinned: { '1.36': '2027-08-02' },
    offered: { '1.34': '2026-12-02', '1.35': '2027-03-27' },
  },
  postgresql: {
    title: 'PostgreSQL on RDS',
    source:
      'https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html',
    deployed: true,
    pinned: { '17': '2030-02-28' },
    offered: { '16': '2029-02-28', '18': '2031-02-28' },
  },
  /** Not 9.0: what it adds needs cluster mode, which BullMQ cannot use. */
  valkey: {
    title: 'Valkey on ElastiCache',
    source: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support-versions.html',
    deployed: true,
    pinned: { '8.0': null },
    offered: { '7.2': null, '8.1': null, '8.2': null },
  },
  nodejs: {
    title: "Node.js of the application's image",
    source: nodejsSource,
    deployed: true,
    pinned: { '22': '2027-04-30' },
    offered: nodejsReleases,
  },
  /** The oldest that `engines` of package.json takes: machines that synthesize, test and deploy. */
  nodejsOfTools: {
    title: 'Node.js of the tools',
    source: nodejsSource,
    deployed: false,
    pinned: { '20': '2026-04-30' },
    offered: { '22': '2027-04-30', ...nodejsReleases },
  },
  lambdaRuntimes: {
    title: 'Lambda runtime',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
    deployed: true,
    pinned: { 'nodejs24.x': '2028-04-30', 'python3.13': '2029-06-30' },
    offered: {},
  },
  /** Add-ons take AWS's default version for the cluster's, which EKS supports as long as the cluster's. */
  addons: {
    title: 'EKS add-on',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html',
    deployed: true,
    pinned: {
      'aws-secrets-store-csi-driver-provider': { with: 'kubernetes' },
      'cert-manager': { with: 'kubernetes' },
      'external-dns': { with: 'kubernetes' },
      'kube-state-metrics': { with: 'kubernetes' },
      'metrics-server': { with: 'kubernetes' },
      'prometheus-node-exporter': { with: 'kubernetes' },
    },
    offered: {},
  },
  /** A tag of `config/images.ts`; null where its project announces no end for a release. */
  images: {
    title: 'Third-party image',
    source: 'release pages of the projects, named in config/images.ts',
    deployed: true,
    pinned: {
      'registry.k8s.io/pause:3.10.1': null,
      'ghcr.io/cloudnative-pg/pgbouncer:1.25.2-trixie': null,
      'quay.io/prometheuscommunity/pgbouncer-exporter:v0.12.1': null,
      'public.ecr.aws/docker/library/traefik:v3.7.13': null,
      'ghcr.io/kedacore/keda:2.21.0': null,
      'ghcr.io/kedacore/keda-metrics-apiserver:2.21.0': null,
      'registry-1.docker.io/grafana/loki:3.7.8': null,
      'registry-1.docker.io/grafana/alloy:v1.18.1': null,
      'registry-1.docker.io/temporalio/server:1.32.1': null,
      'registry-1.docker.io/temporalio/admin-tools:1.32.1': null,
      'registry-1.docker.io/temporalio/ui:2.54.1': null,
      'quay.io/prometheus/prometheus:v3.16.0': null,
      'quay.io/prometheus/alertmanager:v0.34.2': null,
      'quay.io/prometheuscommunity/postgres-exporter:v0.20.1': null,
      'quay.io/oliver006/redis_exporter:v1.89.0': null,
      'quay.io/prometheus/blackbox-exporter:v0.28.0': null,
      // Nine months from its minor's first day. https://grafana.com/docs/grafana/latest/upgrade-guide/when-to-upgrade/
      'registry-1.docker.io/grafana/grafana:13.2.1': '2027-05-18',
    },
    offered: {},
  },
};

/** The last day of support of a version that is in the table; null: none was announced. */
export function endOf(
  product: SupportedProduct,
  version: string,
  products: Readonly<Record<ProductName, SupportedProduct>> = supportDates,
): string | null {
  const end = product.pinned[version] ?? product.offered[version] ?? null;
  if (end === null || typeof end === 'string') return end;
  const other = products[end.with];
  const ends = Object.keys(other.pinned).map((one) => endOf(other, one, products));
  return ends.filter((one) => one !== null).sort()[0] ?? null;
}

/** Versions that are supported on a day, which is itself included, in the order of their names. */
export function supportedVersions(product: SupportedProduct, today: Date): string[] {
  const day = today.toISOString().slice(0, 10);
  return Object.keys({ ...product.pinned, ...product.offered })
    .filter((version) => day <= (endOf(product, version) ?? day))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}
