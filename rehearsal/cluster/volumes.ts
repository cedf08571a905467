import type { ApiObject, ApiServer, LiveObject } from './api-server';

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

/**
 * What a storage driver does: it makes a volume for each claim whose pod has a node. Made-up nodes mount nothing, so the
 * folder behind one is never made.
 */
export function provideVolumes(api: ApiServer): { readonly stop: () => void } {
  const provide = async (): Promise<void> => {
    const volumes = (await api.list('v1', 'PersistentVolumeClaim')).flatMap(
      (claim) => volumeFor(claim) ?? [],
    );
    await Promise.all(volumes.map((volume) => api.put(volume)));
  };
  // An API server that is going says so; the next look sees what is there then.
  const timer = setInterval(() => void provide().catch(() => {}), everyMilliseconds);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** The volume that a claim waits for; null: it has one, or nobody knows yet where. */
export function volumeFor(claim: LiveObject): ApiObject | null {
  const { name, namespace, uid, annotations } = claim.metadata;
  const { spec } = claim as unknown as Claim;
  if (spec.volumeName !== undefined || annotations?.[nodeAnnotation] === undefined) return null;
  const volume = `claimed-${uid}`;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volume },
    spec: {
      capacity: { storage: spec.resources.requests.storage },
      accessModes: spec.accessModes,
      storageClassName: spec.storageClassName,
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      hostPath: { path: `/var/lib/volumes/${volume}` },
    },
  };
}
