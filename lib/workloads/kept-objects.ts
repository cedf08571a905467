import type { KubernetesObject } from '../../charts/rendered-chart';

/** `Kind.group` as kubectl reads it; `Kind` alone in the core group. */
export function kindOf(object: KubernetesObject): string {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  return group ? `${object.kind}.${group}` : object.kind;
}

const keptKinds = new Set([
  'CustomResourceDefinition.apiextensions.k8s.io',
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
]);

/** Objects whose deletion would delete what lies in them: a deploy creates and updates them, and never deletes one. */
export const isKept = (object: KubernetesObject): boolean => keptKinds.has(kindOf(object));
