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
} as const satisfies Record<string, ThirdPartyImage>;
export type ThirdPartyImageName = keyof typeof thirdPartyImages;
