import type { DeployedObject, Json, JsonObject, Side } from '../../change';
import { selects } from './selectors';
import { at, type Found, listAt, numberOf, objectAt, textAt } from './values';

/** The template of a workload's pods; the object itself for a Pod; null for what has no pods. */
export function podTemplateOf(object: Pick<DeployedObject, 'kind' | 'body'> | null): JsonObject | null {
  if (!object) return null;
  if (object.kind === 'Pod') return object.body;
  const path = object.kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
  const template = at(object.body, ...path);
  return at(template, 'spec', 'containers') === undefined ? null : objectAt(template);
}

/** Containers of a pod, those that run before the others too. */
export const containersOf = (template: Found): readonly Json[] => [
  ...listAt(template, 'spec', 'containers'),
  ...listAt(template, 'spec', 'initContainers'),
];

export const podLabelsOf = (template: Found): JsonObject => objectAt(template, 'metadata', 'labels');

export const workloadsIn = (side: Side, namespace: string | null): readonly DeployedObject[] =>
  side.objects.filter((object) => object.namespace === namespace && podTemplateOf(object) !== null);

/** Workloads of a namespace whose pods a label selector selects. */
export const selectedBy = (
  selector: Found,
  side: Side,
  namespace: string | null,
): readonly DeployedObject[] =>
  workloadsIn(side, namespace).filter((object) => selects(selector, podLabelsOf(podTemplateOf(object))));

export const objectNamed = (
  side: Side,
  kind: string,
  namespace: string | null,
  name: string,
): DeployedObject | undefined =>
  side.objects.find((one) => one.kind === kind && one.namespace === namespace && one.name === name);

/** The autoscaler of a workload: Kubernetes' own or KEDA's. */
export const autoscalerOf = (workload: DeployedObject, side: Side): DeployedObject | undefined =>
  side.objects.find(
    ({ kind, namespace, body }) =>
      (kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject') &&
      namespace === workload.namespace &&
      textAt(body, 'spec', 'scaleTargetRef', 'name') === workload.name,
  );

/** Fewest and most pods of a workload, by its autoscaler where it has one. */
export function podCounts(
  workload: DeployedObject,
  side: Side,
): { readonly min: number; readonly max: number } {
  const scaler = autoscalerOf(workload, side)?.body;
  const fixed = numberOf(at(workload.body, 'spec', 'replicas')) ?? 1;
  if (scaler === undefined) return { min: fixed, max: fixed };
  const first = (...names: readonly string[]): number | null =>
    names.map((name) => numberOf(at(scaler, 'spec', name))).find((value) => value !== null) ?? null;
  // KEDA goes up to 100 pods where nothing is said.
  return {
    min: first('minReplicas', 'minReplicaCount') ?? 1,
    max: first('maxReplicas', 'maxReplicaCount') ?? 100,
  };
}

/** Whether pods that stay name the object: mounted, read as variables, used as an account or a priority. */
export function isUsedByPods(side: Side, kind: string, namespace: string | null, name: string): boolean {
  return side.objects.some((object) => {
    const template = podTemplateOf(object);
    const isNear = namespace === null || object.namespace === namespace;
    return template !== null && isNear && namesIn(at(template, 'spec'), kind).includes(name);
  });
}

/** Fields by which a pod names another object. */
const namingFields: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ConfigMap: [
    ['configMap', 'name'],
    ['configMapKeyRef', 'name'],
    ['configMapRef', 'name'],
  ],
  Secret: [
    ['secret', 'secretName'],
    ['secret', 'name'],
    ['secretKeyRef', 'name'],
    ['secretRef', 'name'],
  ],
  ServiceAccount: [['serviceAccountName']],
  PriorityClass: [['priorityClassName']],
  PersistentVolumeClaim: [['persistentVolumeClaim', 'claimName']],
  SecretProviderClass: [['volumeAttributes', 'secretProviderClass']],
  NodePool: [['nodeSelector', 'karpenter.sh/nodepool']],
};

export function namesIn(value: Found, kind: string): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => namesIn(item, kind));
  if (typeof value !== 'object' || value === null) return [];
  const own = (namingFields[kind] ?? []).map((path) => textAt(value, ...path)).filter((name) => name !== '');
  return [...own, ...Object.values(value as JsonObject).flatMap((inner) => namesIn(inner, kind))];
}

/** Workloads that give way to all others and whose absence nobody feels. */
export function isFiller(workload: DeployedObject, side: Side): boolean {
  const name = textAt(podTemplateOf(workload), 'spec', 'priorityClassName');
  const priority = objectNamed(side, 'PriorityClass', null, name);
  return (numberOf(at(priority?.body, 'value')) ?? 0) < 0;
}
