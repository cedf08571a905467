import { k8s } from 'cdk8s-plus-28';
import type { PodSize } from '../../config/pod-size';
import type { Probes } from './probes';

/** A read-only volume and the folder where a container finds it. */
export interface ReadOnlyVolume {
  readonly volume: k8s.Volume;
  readonly folder: string;
}

/** A folder that a container may write to; containers of one pod that name the same path share it. */
export interface WritableFolder {
  readonly path: string;
  readonly sizeMib: number;
  /** For what must never reach a disk. Default: the node's disk. */
  readonly inMemory?: boolean;
}

/** What differs between containers; all else is the same for every container of ours. */
export interface ContainerShape extends PodSize {
  readonly name: string;
  readonly image: string;
  /** In place of the image's entry point. Default: that. */
  readonly command?: readonly string[];
  /** Arguments after the entry point; empty: the image's own. */
  readonly arguments: readonly string[];
  readonly variables: readonly k8s.EnvVar[];
  readonly writableFolders: readonly WritableFolder[];
  readonly readOnlyVolumes: readonly ReadOnlyVolume[];
}

/** A container beside the one that the pod is there for. */
export interface Sidecar extends ContainerShape {
  /** Default: the pod's user. */
  readonly userId?: number;
  readonly ports: readonly k8s.ContainerPort[];
  readonly probes: Probes;
}

export const mebibytes = (count: number): k8s.Quantity => k8s.Quantity.fromString(`${count}Mi`);

/** Name of the volume behind a writable folder of the pod. */
export type VolumeNames = (path: string) => string;

/**
 * A container on a read-only file system and without rights, under the `restricted` pod security standard. The memory
 * is limited, the CPU is not, so that a start-up burst is not throttled.
 */
export function containerSpec(
  shape: ContainerShape,
  volumeName: VolumeNames,
  rest: Partial<k8s.Container> = {},
): k8s.Container {
  return {
    name: shape.name,
    image: shape.image,
    ...(shape.command && { command: [...shape.command] }),
    ...(shape.arguments.length > 0 && { args: [...shape.arguments] }),
    env: [...shape.variables],
    ...rest,
    resources: {
      requests: {
        cpu: k8s.Quantity.fromString(`${shape.cpuRequestMillicores}m`),
        memory: mebibytes(shape.memoryRequestMib),
      },
      limits: { memory: mebibytes(shape.memoryLimitMib) },
    },
    securityContext: {
      ...rest.securityContext,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      ...(rest.volumeMounts ?? []),
      ...shape.writableFolders.map(({ path }) => ({ name: volumeName(path), mountPath: path })),
      ...shape.readOnlyVolumes.map(({ volume, folder }) => ({
        name: volume.name,
        mountPath: folder,
        readOnly: true,
      })),
    ],
  };
}

export const sidecarSpec = (sidecar: Sidecar, volumeName: VolumeNames): k8s.Container =>
  containerSpec(sidecar, volumeName, {
    ports: [...sidecar.ports],
    ...sidecar.probes,
    ...(sidecar.userId !== undefined && {
      securityContext: { runAsUser: sidecar.userId, runAsGroup: sidecar.userId },
    }),
  });
