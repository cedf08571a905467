import { nodeLabels } from '../../../config/contract';
import { type Columns, columns } from '../columns';
import type { Load } from '../usage/load';
import { type Container, type CostedObject, mebibytes, millicores, type PodSpec } from './kubernetes-shapes';

/** Pods of one workload. */
export interface PodGroup {
  /** `Deployment/api` */
  readonly workload: string;
  /** The pool that it selects; null: any pool that lets it in. */
  readonly pool: string | null;
  readonly tolerates: (taintKey: string) => boolean;
  readonly replicas: Columns;
  readonly millicores: number;
  readonly mib: number;
  /** Never two on one node. */
  readonly apart: boolean;
}

/** Pods of add-ons that ask for room of their own, by the add-on's name; what runs on every node is in `podShare`. */
export const addonPods: Readonly<
  Record<string, Pick<PodGroup, 'millicores' | 'mib'> & { replicas: number }>
> = {
  // https://github.com/kubernetes-sigs/metrics-server: 100m and 200Mi; EKS runs two.
  'metrics-server': { replicas: 2, millicores: 100, mib: 200 },
};

const scaledKinds = ['Deployment', 'StatefulSet'];

/** Everything that runs for long. Jobs run for minutes, in the head-room. */
export function podGroups(objects: readonly CostedObject[], load: Load, grows: boolean): PodGroup[] {
  return objects
    .filter(({ kind }) => scaledKinds.includes(kind))
    .map((object) => ({
      ...shapeOf(object),
      replicas: replicasOf(object, objects, load, grows),
    }));
}

/** Pods that run once on every node of the pools that let them in. */
export const daemons = (objects: readonly CostedObject[]): Omit<PodGroup, 'replicas'>[] =>
  objects.filter(({ kind }) => kind === 'DaemonSet').map(shapeOf);

function shapeOf({ kind, metadata, spec }: CostedObject): Omit<PodGroup, 'replicas'> {
  const pod: PodSpec = spec?.template?.spec ?? { containers: [] };
  return {
    workload: `${kind}/${metadata.name}`,
    pool: pod.nodeSelector?.[nodeLabels.pool] ?? null,
    tolerates: (taintKey) =>
      (pod.tolerations ?? []).some(
        ({ key, operator }) => key === taintKey || (!key && operator === 'Exists'),
      ),
    millicores: requested(pod, 'cpu', millicores),
    mib: requested(pod, 'memory', mebibytes),
    apart: staysApart(pod),
  };
}

/** Containers and sidecars run together, other init containers before them, one after the other. */
function requested(pod: PodSpec, resource: string, read: (quantity?: string) => number): number {
  const of = ({ resources }: Container): number => read(resources?.requests?.[resource]);
  const init = pod.initContainers ?? [];
  const sidecars = init.filter(({ restartPolicy }) => restartPolicy === 'Always');
  const running = [...pod.containers, ...sidecars].reduce((sum, container) => sum + of(container), 0);
  return Math.max(running, ...init.map(of));
}

const staysApart = ({ topologySpreadConstraints = [], affinity }: PodSpec): boolean =>
  topologySpreadConstraints.some(
    ({ topologyKey, whenUnsatisfiable }) =>
      topologyKey === nodeLabels.host && whenUnsatisfiable === 'DoNotSchedule',
  ) ||
  (affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some(
    ({ topologyKey }) => topologyKey === nodeLabels.host,
  );

/** Under an autoscaler: its minimum, what the load needs, its maximum. Of an unknown load: half way between. */
function replicasOf(
  object: CostedObject,
  objects: readonly CostedObject[],
  load: Load,
  grows: boolean,
): Columns {
  const range = autoscaledRange(object, objects);
  if (!range) return columns(() => object.spec?.replicas ?? 1);
  const { min, max } = range;
  const needed = load.pods(object.metadata.name) ?? Math.floor((min + max) / 2);
  const typical = Math.max(min, grows ? needed : Math.min(needed, max));
  return { floor: min, typical, ceiling: Math.max(max, typical) };
}

export function autoscaledRange(
  { kind, metadata }: CostedObject,
  objects: readonly CostedObject[],
): { readonly min: number; readonly max: number } | null {
  const autoscaler = objects.find(
    (candidate) =>
      ['HorizontalPodAutoscaler', 'ScaledObject'].includes(candidate.kind) &&
      candidate.metadata.namespace === metadata.namespace &&
      (candidate.spec?.scaleTargetRef?.kind ?? 'Deployment') === kind &&
      candidate.spec?.scaleTargetRef?.name === metadata.name,
  );
  if (!autoscaler?.spec) return null;
  const { minReplicas, maxReplicas, minReplicaCount, maxReplicaCount } = autoscaler.spec;
  // KEDA's own defaults: none, and a hundred.
  return autoscaler.kind === 'ScaledObject'
    ? { min: minReplicaCount ?? 0, max: maxReplicaCount ?? 100 }
    : { min: minReplicas ?? 1, max: maxReplicas ?? 1 };
}
