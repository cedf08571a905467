import { podLabels } from '../../config/contract';
import type { KubernetesObject, RenderedChart } from '../../charts/rendered-chart';

/** A question to `kubectl get`; the deploy goes on as soon as the answer is not empty. */
export interface DeployGate {
  /** The same for each revision of the workload. */
  readonly id: string;
  readonly namespace: string;
  readonly objectType: string;
  /** A name, or a selector in its place: `kubectl get TYPE --selector=… -o=jsonpath=…` answers with a list. */
  readonly objectName: string;
  readonly jsonPath: string;
}

interface Workload extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: { readonly priorityClassName?: string };
    };
  };
}

interface Autoscaler extends KubernetesObject {
  readonly spec: {
    /** Of a HorizontalPodAutoscaler; of KEDA's ScaledObject. */
    readonly minReplicas?: number;
    readonly minReplicaCount?: number;
    readonly scaleTargetRef: { readonly kind?: string; readonly name: string };
  };
}

const autoscalerKinds = ['HorizontalPodAutoscaler', 'ScaledObject'];

const gatedKinds = new Set(['Deployment', 'StatefulSet', 'Job']);
const ungatedPodOwners = new Set(['DaemonSet', 'Pod', 'ReplicaSet', 'ReplicationController']);

/** Kubernetes' own, of a StatefulSet's pod: its number, from 0. */
const podIndexLabel = 'apps.kubernetes.io/pod-index';

/**
 * What must become healthy before a deploy goes on: of each Deployment the ReplicaSet of *this* revision with as many
 * available pods as the workload has at least, of each StatefulSet every pod of this revision, and each Job complete.
 *
 * Pods of a priority class below zero give way to all others and may stay pending for as long as the cluster is full,
 * so nothing waits for them. Throws where a chart holds pods in a way that no gate knows.
 */
export function deployGates(chart: RenderedChart, waitingClasses: ReadonlySet<string>): DeployGate[] {
  return chart.objects.flatMap((object) => {
    if (ungatedPodOwners.has(object.kind)) {
      throw new Error(
        `chart ${chart.name}: a deploy gate knows Deployments, StatefulSets and Jobs, not ${object.kind} ${object.metadata.name}`,
      );
    }
    if (!gatedKinds.has(object.kind)) return [];
    const workload = object as Workload;
    if (waitingClasses.has(workload.spec.template.spec.priorityClassName ?? '')) return [];
    if (object.kind === 'Job') return [jobGate(workload)];
    return object.kind === 'StatefulSet' ? podGates(workload, chart) : deploymentGate(workload, chart);
  });
}

/** Names of the priority classes below zero. */
export function waitingPriorityClasses(charts: readonly RenderedChart[]): ReadonlySet<string> {
  return new Set(
    charts
      .flatMap((chart) => chart.objects)
      .filter((object) => object.kind === 'PriorityClass' && Number(object.value) < 0)
      .map((object) => object.metadata.name),
  );
}

function deploymentGate(deployment: Workload, chart: RenderedChart): DeployGate[] {
  const { name, namespace = 'default' } = deployment.metadata;
  const revision = revisionOf(deployment, chart);
  const minimum = minimumReplicas(deployment, chart);
  if (minimum === 0) return [];
  return [
    {
      id: `${namespace}-${name}`,
      namespace,
      objectType: 'replicaset',
      objectName: `--selector=${podLabels.revision}=${revision}`,
      jsonPath: `.items[?(@.status.availableReplicas>=${minimum})].metadata.name`,
    },
  ];
}

/**
 * One for each pod, because a StatefulSet has no object for a revision and its counts say nothing of one: after an update
 * they are those of the revision before until its controller has looked.
 */
function podGates(statefulSet: Workload, chart: RenderedChart): DeployGate[] {
  const { name, namespace = 'default' } = statefulSet.metadata;
  const revision = revisionOf(statefulSet, chart);
  return Array.from({ length: statefulSet.spec.replicas ?? 1 }, (_, index) => ({
    id: `${namespace}-${name}-${index}`,
    namespace,
    objectType: 'pod',
    objectName: `--selector=${podLabels.revision}=${revision},${podIndexLabel}=${index}`,
    jsonPath: '.items[*].status.containerStatuses[?(@.ready==true)].name',
  }));
}

function revisionOf({ kind, metadata, spec }: Workload, chart: RenderedChart): string {
  const revision = spec.template.metadata?.labels?.[podLabels.revision];
  if (revision) return revision;
  throw new Error(
    `chart ${chart.name}: the pods of ${kind} ${metadata.name} need the label ${podLabels.revision}, by which the deploy gate finds them`,
  );
}

/** A Job's name carries the hash of its content; its label does not. */
function jobGate(job: Workload): DeployGate {
  const { name, namespace = 'default', labels } = job.metadata;
  return {
    id: `${namespace}-${labels?.[podLabels.name] ?? name}`,
    namespace,
    objectType: 'job',
    objectName: name,
    jsonPath: '.status.conditions[?(@.type=="Complete")].type',
  };
}

function minimumReplicas(deployment: Workload, chart: RenderedChart): number {
  const autoscaler = chart.objects.find(
    (object): object is Autoscaler =>
      autoscalerKinds.includes(object.kind) &&
      object.metadata.namespace === deployment.metadata.namespace &&
      ((object as Autoscaler).spec.scaleTargetRef.kind ?? 'Deployment') === 'Deployment' &&
      (object as Autoscaler).spec.scaleTargetRef.name === deployment.metadata.name,
  );
  const { minReplicas, minReplicaCount } = autoscaler?.spec ?? {};
  return minReplicas ?? minReplicaCount ?? deployment.spec.replicas ?? 1;
}
