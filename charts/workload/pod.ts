import { k8s } from 'cdk8s-plus-28';
import type { Environment } from '../../config/schema';
import type { PoolName } from '../../config/schema/cluster';
import { placement } from './placement';

/** A read-only volume and the folder where the container finds it. */
export interface ReadOnlyVolume {
  readonly volume: k8s.Volume;
  readonly folder: string;
}

/** What differs between pods; all else is the same for every pod of ours. */
export interface PodShape {
  readonly name: string;
  readonly image: string;
  /** Arguments after the image's entry point; empty: the image's own. */
  readonly arguments: readonly string[];
  readonly variables: readonly k8s.EnvVar[];
  readonly userId: number;
  readonly pool: PoolName;
  readonly priorityClassName: string;
  readonly cpuRequestMillicores: number;
  readonly memoryRequestMib: number;
  readonly memoryLimitMib: number;
  readonly writableFolders: Environment['application']['writableFolders'];
  readonly readOnlyVolumes: readonly ReadOnlyVolume[];
  /** Gives it its service account's token of the Kubernetes API; without it the pod has none. */
  readonly usesKubernetesApi?: boolean;
}

const mebibytes = (count: number): k8s.Quantity => k8s.Quantity.fromString(`${count}Mi`);

/**
 * The pod that every workload runs: one container, as a user who is not root, on a read-only file system, under the
 * `restricted` pod security standard. The memory is limited, the CPU is not, so that a start-up burst is not throttled.
 * No token of the Kubernetes API unless asked for: Pod Identity brings a token of its own.
 */
export function podSpec(
  environment: Environment,
  shape: PodShape,
  container: Pick<k8s.Container, 'ports' | 'startupProbe' | 'readinessProbe' | 'livenessProbe'> = {},
): k8s.PodSpec {
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
      {
        name: shape.name,
        image: shape.image,
        ...(shape.arguments.length > 0 && { args: [...shape.arguments] }),
        env: [...shape.variables],
        ...container,
        resources: {
          requests: {
            cpu: k8s.Quantity.fromString(`${shape.cpuRequestMillicores}m`),
            memory: mebibytes(shape.memoryRequestMib),
          },
          limits: { memory: mebibytes(shape.memoryLimitMib) },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          ...shape.writableFolders.map(({ path }, index) => ({
            name: writableName(index),
            mountPath: path,
          })),
          ...shape.readOnlyVolumes.map(({ volume, folder }) => ({
            name: volume.name,
            mountPath: folder,
            readOnly: true,
          })),
        ],
      },
    ],
    volumes: [
      ...shape.writableFolders.map(({ sizeMib }, index) => ({
        name: writableName(index),
        emptyDir: { sizeLimit: mebibytes(sizeMib) },
      })),
      ...shape.readOnlyVolumes.map(({ volume }) => volume),
    ],
  };
}

const writableName = (index: number): string => `writable-${index}`;
