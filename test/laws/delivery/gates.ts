import type { KubernetesObject } from '../../../charts/rendered-chart';
import { podLabels } from '../../../config/contract';
import { objectName, objectsOfKind } from '../kubernetes-objects';
import { type LocatedResource, resourcesOfTypes } from '../stack-resources';
import type { Json, Law, Tree } from '../tree';
import { appliedManifests, dependenciesOf } from './applied-manifests';

/**
 * A deploy waits for this revision of every Deployment, of every pod of a StatefulSet, and for every Job: a gate selects it, runs after its manifest, and runs
 * again when the chart changes. Pods below priority zero give way to all others, so nothing waits for them.
 */
export const workloadsAreGated: Law = (tree) =>
  appliedManifests(tree).flatMap(({ resource, objects }) =>
    objects
      .filter((object) => mustBecomeHealthy(tree, object))
      .flatMap((object) => selectorsOf(object).map((selector) => [object, selector] as const))
      .flatMap(([object, selector]) => {
        const gate = gateOf(tree, resource, object, selector);
        if (!gate) return [`${objectName(object)}: no gate waits for this revision`];
        return [
          ...(dependenciesOf(gate).has(resource.id)
            ? []
            : [`${gate.name}: asks before ${resource.id} is applied`]),
          ...(/^[0-9a-f]{16,64}$/.test(gate.properties.ChartHash)
            ? []
            : [`${gate.name}: carries no hash of its chart`]),
        ];
      }),
  );

/** A Job cannot be changed, so a new content needs a new name. */
export const jobNamesCarryAHash: Law = (tree) =>
  objectsOfKind(tree, 'Job')
    .filter(({ metadata }) => !/-[0-9a-f]{10}$/.test(metadata.name))
    .map((job) => `${objectName(job)}: its name carries no hash of its content`);

function mustBecomeHealthy(tree: Tree, { kind, spec }: KubernetesObject): boolean {
  if (!['Deployment', 'StatefulSet', 'Job'].includes(kind)) return false;
  const className = (spec as Json).template.spec.priorityClassName;
  const priority: Json = objectsOfKind(tree, 'PriorityClass').find(
    ({ metadata }) => metadata.name === className,
  );
  return (priority?.value ?? 0) >= 0;
}

/** What gates ask for: a Job by its name, which is its content's; of a StatefulSet each pod. */
function selectorsOf({ kind, metadata, spec }: KubernetesObject): string[] {
  const { replicas = 1, template }: Json = spec;
  const revision = `--selector=${podLabels.revision}=${template.metadata?.labels?.[podLabels.revision]}`;
  if (kind === 'Job') return [metadata.name];
  if (kind === 'Deployment') return [revision];
  return Array.from({ length: replicas }, (_, index) => `${revision},apps.kubernetes.io/pod-index=${index}`);
}

function gateOf(
  tree: Tree,
  { stack }: LocatedResource,
  { metadata: { namespace } }: KubernetesObject,
  wanted: string,
): LocatedResource | undefined {
  return resourcesOfTypes(tree, 'Custom::AWSCDK-EKS-KubernetesObjectValue').find(
    ({ stack: other, properties }) =>
      other === stack && properties.ObjectNamespace === namespace && properties.ObjectName === wanted,
  );
}
