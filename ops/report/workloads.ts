import { type ObjectData, objectName } from '../kubernetes/object-faults';

/** Something that runs pods. */
export interface WorkloadSummary {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `3-10` under an autoscaler, `2` without one, `1` for a job, `one a node` for a daemon set. */
  readonly replicas: string;
}

interface ScaledObject extends ObjectData {
  readonly spec?: {
    readonly replicas?: number;
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    /** Of KEDA's ScaledObject. */
    readonly minReplicaCount?: number;
    readonly maxReplicaCount?: number;
    readonly scaleTargetRef?: { readonly kind?: string; readonly name: string };
  };
}

const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

/** Everything among the objects that runs pods, with the replicas that its autoscaler allows. */
export function workloadSummaries(objects: readonly ObjectData[]): WorkloadSummary[] {
  const autoscalers = new Map(
    objects.flatMap((object: ScaledObject): [string, string][] => {
      const { minReplicas, maxReplicas, minReplicaCount, maxReplicaCount, scaleTargetRef } =
        object.spec ?? {};
      if (!scaleTargetRef) return [];
      const target = objectName({
        ...object,
        kind: scaleTargetRef.kind ?? 'Deployment',
        metadata: { ...object.metadata, name: scaleTargetRef.name },
      });
      return [[target, `${minReplicas ?? minReplicaCount ?? 1}-${maxReplicas ?? maxReplicaCount}`]];
    }),
  );
  return objects
    .filter(({ kind }) => kinds.includes(kind))
    .map((object: ScaledObject) => ({
      kind: object.kind,
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
      replicas: autoscalers.get(objectName(object)) ?? fixedReplicas(object),
    }));
}

const fixedReplicas = ({ kind, spec }: ScaledObject): string =>
  kind === 'DaemonSet' ? 'one a node' : String(spec?.replicas ?? 1);
