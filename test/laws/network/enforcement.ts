import { objectsOf, objectsOfKind } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';

/**
 * EKS Auto Mode accepts NetworkPolicies and ignores them until two switches are on.
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html
 */
export const policiesAreEnforced: Law = (tree) => {
  if (tree.environment.deploysTo !== 'aws') return [];
  const switches: Json = objectsOf(tree).find(
    ({ kind, metadata }) =>
      kind === 'ConfigMap' && metadata.namespace === 'kube-system' && metadata.name === 'amazon-vpc-cni',
  );
  const nodeClasses = objectsOfKind(tree, 'NodeClass');
  return [
    ...(switches?.data?.['enable-network-policy-controller'] === 'true'
      ? []
      : ['ConfigMap kube-system/amazon-vpc-cni: enable-network-policy-controller is not "true"']),
    ...(nodeClasses.length > 0 ? [] : ['no NodeClass: nothing switches NetworkPolicies on']),
    ...nodeClasses
      .filter(({ spec }) => !['DefaultAllow', 'DefaultDeny'].includes((spec as Json).networkPolicy))
      .map(({ metadata }) => `NodeClass ${metadata.name}: networkPolicy is not set`),
  ];
};

/** Every namespace of ours refuses what no policy names, both ways. */
export const namespacesDenyByDefault: Law = (tree) =>
  objectsOfKind(tree, 'Namespace')
    .filter(({ metadata }) => !deniesByDefault(tree, metadata.name))
    .map(
      ({ metadata }) => `Namespace ${metadata.name}: no policy selects all its pods for Ingress and Egress`,
    );

const deniesByDefault = (tree: Tree, namespace: string): boolean =>
  objectsOfKind(tree, 'NetworkPolicy').some(({ metadata, spec }) => {
    const { podSelector = {}, policyTypes = [] }: Json = spec;
    return (
      metadata.namespace === namespace &&
      Object.keys(podSelector).length === 0 &&
      policyTypes.includes('Ingress') &&
      policyTypes.includes('Egress')
    );
  });
