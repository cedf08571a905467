import type { k8s } from 'cdk8s-plus-28';
import type { Environment } from '../../config/schema';
import type { PoolName } from '../../config/schema/cluster';
import {
  type ContainerShape,
  containerSpec,
  mebibytes,
  type Sidecar,
  sidecarSpec,
  type VolumeNames,
} from './container';
import { placement } from './placement';

/** What differs between pods; all else is the same for every pod of ours. */
export interface PodShape extends ContainerShape {
  readonly userId: number;
  readonly pool: PoolName;
  readonly priorityClassName: string;
  /** They use only volumes that the pod's own container has. Default: none. */
  readonly sidecars?: readonly Sidecar[];
  /** Gives it its service account's token of the Kubernetes API; without it the pod has none. */
  readonly usesKubernetesApi?: boolean;
}

/**
 * The pod that every workload runs: one container and its sidecars, as a user who is not root, under the `restricted` pod
 * security standard. No token of the Kubernetes API unless asked for: Pod Identity brings a token of its own.
 */
export function podSpec(
  environment: Environment,
  shape: PodShape,
  container: Pick<
    k8s.Container,
    'ports' | 'startupProbe' | 'readinessProbe' | 'livenessProbe' | 'volumeMounts'
  > = {},
): k8s.PodSpec {
  const volumeName: VolumeNames = (path) =>
    `writable-${shape.writableFolders.findIndex((folder) => folder.path === path)}`;
  return {
    ...placement(environment, shape.pool),
    serviceAccountName: shape.name,
    automountServiceAccountToken: shape.usesKubernetesApi ?? false,
    // Without this Kubernetes adds a dozen variables for each Service, and an image may read one of them as its own.
    enableServiceLinks: false,
    priorityClassName: shape.priorityClassName,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: shape.userId,
      runAsGroup: shape.userId,
      fsGroup: shape.userId,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      containerSpec(shape, volumeName, container),
      ...(shape.sidecars ?? []).map((sidecar) => sidecarSpec(sidecar, volumeName)),
    ],
    volumes: [
      ...shape.writableFolders.map(({ path, sizeMib, inMemory }) => ({
        name: volumeName(path),
        emptyDir: { sizeLimit: mebibytes(sizeMib), ...(inMemory && { medium: 'Memory' }) },
      })),
      ...shape.readOnlyVolumes.map(({ volume }) => volume),
    ],
  };
}
