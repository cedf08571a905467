import type { KubernetesObject } from '../../../charts/rendered-chart';
import { listOf, type LocatedResource, resourcesOfTypes } from '../stack-resources';
import type { Json, Tree } from '../tree';

/** Stands in an applied manifest where the template has a value that is known only at deploy time. */
export const unresolved = 'UNRESOLVED-';

/** The Kubernetes objects that one custom resource applies. */
export interface AppliedManifest {
  readonly resource: LocatedResource;
  readonly objects: readonly KubernetesObject[];
}

export const appliedManifests = (tree: Tree): AppliedManifest[] =>
  resourcesOfTypes(tree, 'Custom::AWSCDK-EKS-KubernetesResource').map((resource) => ({
    resource,
    objects: JSON.parse(textOf(resource.properties.Manifest)),
  }));

/** A template value as text: literals as they are, references as a placeholder that names them. */
export function textOf(value: Json): string {
  if (typeof value === 'string') return value;
  const parts: Json[] | undefined = value['Fn::Join']?.[1];
  if (parts) return parts.map(textOf).join(value['Fn::Join'][0]);
  return `${unresolved}${JSON.stringify(value).replace(/[^A-Za-z0-9.:]+/g, '-')}`;
}

/** `Kind.group/namespace/name`: what an object is, in any version of its API. */
export function identityOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `${kind}${group}/${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Logical ids in the same stack that must be there before a resource is made, directly or not. */
export function dependenciesOf({ stack, resource }: LocatedResource): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = listOf(resource.DependsOn);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...listOf(stack.template.Resources[id]?.DependsOn));
  }
  return seen;
}
