import type { KubernetesObject } from '../../charts/rendered-chart';
import type { Json, Tree } from './tree';

/** `kind namespace/name`, as a violation names an object. */
export const objectName = (object: KubernetesObject): string =>
  `${object.kind} ${object.metadata.namespace ? `${object.metadata.namespace}/` : ''}${object.metadata.name}`;

export const objectsOf = (tree: Tree): KubernetesObject[] => tree.charts.flatMap((chart) => chart.objects);

export const objectsOfKind = (tree: Tree, kind: string): KubernetesObject[] =>
  objectsOf(tree).filter((object) => object.kind === kind);

/** A pod template with the object that makes pods from it. */
export interface PodTemplate {
  readonly owner: KubernetesObject;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: Json;
  /** Init containers and containers. */
  readonly containers: readonly Json[];
  /** Runs to its end and is not replaced: a Job or a CronJob. */
  readonly runsToCompletion: boolean;
}

function templateOf(object: KubernetesObject): Json {
  const { spec }: Json = object;
  switch (object.kind) {
    case 'Pod':
      return object;
    case 'CronJob':
      return spec.jobTemplate.spec.template;
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'Job':
      return spec.template;
    default:
      return null;
  }
}

/** Every pod template of an environment's charts. */
export const podTemplates = (tree: Tree): PodTemplate[] =>
  objectsOf(tree).flatMap((owner) => {
    const template = templateOf(owner);
    if (!template) return [];
    return {
      owner,
      namespace: owner.metadata.namespace ?? 'default',
      labels: template.metadata?.labels ?? {},
      spec: template.spec,
      containers: [...(template.spec.initContainers ?? []), ...(template.spec.containers ?? [])],
      runsToCompletion: owner.kind === 'Job' || owner.kind === 'CronJob',
    };
  });

/** Violations of each pod template, each led by the name of its owner. */
export const inEachPod = (tree: Tree, violations: (pod: PodTemplate) => string[]): string[] =>
  podTemplates(tree).flatMap((pod) =>
    violations(pod).map((violation) => `${objectName(pod.owner)}: ${violation}`),
  );

/** Violations of each container, each led by the names of its owner and the container. */
export const inEachContainer = (
  tree: Tree,
  violations: (container: Json, pod: PodTemplate) => string[],
): string[] =>
  inEachPod(tree, (pod) =>
    pod.containers.flatMap((container) =>
      violations(container, pod).map((violation) => `container ${container.name}: ${violation}`),
    ),
  );

/** A Kubernetes label selector. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/ */
export function selects(selector: Json, labels: Readonly<Record<string, string>>): boolean {
  const exact = Object.entries<string>(selector.matchLabels ?? {});
  const expressions: Json[] = selector.matchExpressions ?? [];
  return (
    exact.every(([key, value]) => labels[key] === value) &&
    expressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          throw new Error(`no such operator in a label selector: ${operator}`);
      }
    })
  );
}
