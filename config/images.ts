import { kedaVersion } from './autoscaling';
import type { Architecture } from './schema/primitives';

/** A registry that charts pull from, through ECR's pull-through cache under `prefix`. */
export interface Registry {
  readonly prefix: string;
  /** Secrets Manager secret with the registry's login; ECR demands the `ecr-pullthroughcache/` prefix. */
  readonly credentialSecretName: string | null;
}

/** Public AWS, Kubernetes and Quay registries first: they ask no login. */
export const registries = {
  'registry.k8s.io': { prefix: 'kubernetes', credentialSecretName: null },
  'quay.io': { prefix: 'quay', credentialSecretName: null },
  'ghcr.io': { prefix: 'github', credentialSecretName: 'ecr-pullthroughcache/github' },
  // Has Docker's official images, too, without Docker Hub's login and limits.
  'public.ecr.aws': { prefix: 'ecr-public', credentialSecretName: null },
  'registry-1.docker.io': { prefix: 'docker-hub', credentialSecretName: 'ecr-pullthroughcache/docker-hub' },
} as const satisfies Record<string, Registry>;
export type RegistryHost = keyof typeof registries;

export interface ThirdPartyImage {
  readonly registry: RegistryHost;
  readonly repository: string;
  readonly tag: string;
  readonly architectures: readonly Architecture[];
}

/** An image by its tag; `image-digests.json` names them so. */
export const imageName = ({
  registry,
  repository,
  tag,
}: Pick<ThirdPartyImage, 'repository' | 'tag'> & { readonly registry: string }): string =>
  `${registry}/${repository}:${tag}`;

/** Every third-party image that a chart runs. `platform images pin` writes their digests to image-digests.json. */
export const thirdPartyImages = {
  /** https://github.com/kubernetes/kubernetes/tree/master/build/pause */
  pause: {
    registry: 'registry.k8s.io',
    repository: 'pause',
    tag: '3.10.1',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/cloudnative-pg/pgbouncer-containers */
  pgbouncer: {
    registry: 'ghcr.io',
    repository: 'cloudnative-pg/pgbouncer',
    tag: '1.25.2-trixie',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/prometheus-community/pgbouncer_exporter */
  pgbouncerExporter: {
    registry: 'quay.io',
    repository: 'prometheuscommunity/pgbouncer-exporter',
    tag: 'v0.12.1',
    architectures: ['amd64', 'arm64'],
  },
  traefik: {
    registry: 'public.ecr.aws',
    repository: 'docker/library/traefik',
    tag: 'v3.7.13',
    architectures: ['amd64', 'arm64'],
  },
  kedaOperator: {
    registry: 'ghcr.io',
    repository: 'kedacore/keda',
    tag: kedaVersion,
    architectures: ['amd64', 'arm64'],
  },
  kedaMetrics: {
    registry: 'ghcr.io',
    repository: 'kedacore/keda-metrics-apiserver',
    tag: kedaVersion,
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/grafana/loki/releases */
  loki: {
    registry: 'registry-1.docker.io',
    repository: 'grafana/loki',
    tag: '3.7.8',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/grafana/alloy/releases */
  alloy: {
    registry: 'registry-1.docker.io',
    repository: 'grafana/alloy',
    tag: 'v1.18.1',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/temporalio/temporal/releases */
  temporalServer: {
    registry: 'registry-1.docker.io',
    repository: 'temporalio/server',
    tag: '1.32.1',
    architectures: ['amd64', 'arm64'],
  },
  /** Temporal's command lines; of the server's version. */
  temporalAdminTools: {
    registry: 'registry-1.docker.io',
    repository: 'temporalio/admin-tools',
    tag: '1.32.1',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/temporalio/ui/releases */
  temporalUi: {
    registry: 'registry-1.docker.io',
    repository: 'temporalio/ui',
    tag: '2.54.1',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/prometheus/prometheus/releases */
  prometheus: {
    registry: 'quay.io',
    repository: 'prometheus/prometheus',
    tag: 'v3.16.0',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/prometheus/alertmanager/releases */
  alertmanager: {
    registry: 'quay.io',
    repository: 'prometheus/alertmanager',
    tag: 'v0.34.2',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/prometheus-community/postgres_exporter/releases */
  postgresExporter: {
    registry: 'quay.io',
    repository: 'prometheuscommunity/postgres-exporter',
    tag: 'v0.20.1',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/oliver006/redis_exporter/releases */
  redisExporter: {
    registry: 'quay.io',
    repository: 'oliver006/redis_exporter',
    tag: 'v1.89.0',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/prometheus/blackbox_exporter/releases */
  blackboxExporter: {
    registry: 'quay.io',
    repository: 'prometheus/blackbox-exporter',
    tag: 'v0.28.0',
    architectures: ['amd64', 'arm64'],
  },
  /** https://github.com/grafana/grafana/releases */
  grafana: {
    registry: 'registry-1.docker.io',
    repository: 'grafana/grafana',
    tag: '13.2.1',
    architectures: ['amd64', 'arm64'],
  },
} as const satisfies Record<string, ThirdPartyImage>;
export type ThirdPartyImageName = keyof typeof thirdPartyImages;
