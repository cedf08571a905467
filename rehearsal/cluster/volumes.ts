import type { ApiObject, ApiServer, LiveObject } from './api-server';
import { type ControlLoop, controlLoop } from './control-loop';

/** What of a claim says whether somebody waits for its volume. */
interface Claim {
  readonly spec: {
    readonly storageClassName?: string;
    readonly accessModes: readonly string[];
    readonly resources: { readonly requests: { readonly storage: string } };
    readonly volumeName?: string;
  };
}

/** By the scheduler, as soon as it knows the node of the claim's first pod. */
const nodeAnnotation = 'volume.kubernetes.io/selected-node';

const everyMilliseconds = 500;

/** Makes what is behind a volume. @returns the fields of its spec that say where it is. */
export type MakeDisk = (request: {
  readonly volume: string;
  /** As Kubernetes writes it, such as `2Gi`. */
  readonly storage: string;
  /** Name of the node on which it is needed first. */
  readonly node: string;
}) => Promise<object>;

/** Nodes that are made up mount nothing, so the folder behind a volume is never made. */
export const noDisk: MakeDisk = async ({ volume }) => ({ hostPath: { path: `/var/lib/volumes/${volume}` } });

/** What a storage driver does: it makes a volume for each claim whose pod has a node. */
export const provideVolumes = (api: Pick<ApiServer, 'list' | 'put'>, makeDisk: MakeDisk): ControlLoop =>
  controlLoop(everyMilliseconds, async () => {
    const claims = await api.list('v1', 'PersistentVolumeClaim');
    await Promise.all(
      claims.filter(isWaiting).map(async (claim) => api.put(await volumeFor(claim, makeDisk))),
    );
  });

/** Whether a claim has a node and no volume. */
export const isWaiting = (claim: LiveObject): boolean =>
  (claim as unknown as Claim).spec.volumeName === undefined && nodeOf(claim) !== undefined;

const nodeOf = ({ metadata }: LiveObject): string | undefined => metadata.annotations?.[nodeAnnotation];

/** The volume for a claim that waits. */
export async function volumeFor(claim: LiveObject, makeDisk: MakeDisk): Promise<ApiObject> {
  const { name, namespace, uid } = claim.metadata;
  const { spec } = claim as unknown as Claim;
  const { storage } = spec.resources.requests;
  const volume = `claimed-${uid}`;
  const disk = await makeDisk({ volume, storage, node: nodeOf(claim)! });
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volume },
    spec: {
      capacity: { storage },
      accessModes: spec.accessModes,
      storageClassName: spec.storageClassName,
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      ...disk,
    },
  };
}
