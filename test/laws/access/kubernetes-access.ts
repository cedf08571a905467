import { objectName, objectsOfKind, podTemplates } from '../kubernetes-objects';
import type { Json, Law } from '../tree';

const readVerbs = ['get', 'list', 'watch'];

/** Resources that a ClusterRole may read: nothing in them is secret, and a Role cannot grant them. */
const readInTheCluster = ['ingressclasses', 'nodes'];

/** What pods may do with the Kubernetes API: read, by name of the resource; Secrets only beside certificates. */
export const kubernetesAccessIsNarrow: Law = (tree) => {
  const certified = new Set(objectsOfKind(tree, 'Certificate').map(({ metadata }) => metadata.namespace));
  const roles = objectsOfKind(tree, 'Role');
  const clusterRoles = objectsOfKind(tree, 'ClusterRole');
  return [...roles, ...clusterRoles].flatMap((role) =>
    (role.rules as Json[]).flatMap(({ resources = [], verbs }) => [
      ...verbs
        .filter((verb: string) => !readVerbs.includes(verb))
        .map((verb: string) => `${objectName(role)}: may ${verb} ${resources.join(', ')}`),
      ...(resources.includes('*') ? [`${objectName(role)}: may read everything`] : []),
      ...(resources.includes('secrets') && !certified.has(role.metadata.namespace)
        ? [`${objectName(role)}: may read Secrets of ${role.metadata.namespace ?? 'every namespace'}`]
        : []),
      ...(role.kind === 'ClusterRole'
        ? resources
            .filter((resource: string) => !readInTheCluster.includes(resource))
            .map((resource: string) => `${objectName(role)}: may read ${resource} of every namespace`)
        : []),
    ]),
  );
};

/** A pod has a token of the Kubernetes API exactly when its service account may do something with it. */
export const tokensHaveAUse: Law = (tree) => {
  const bound = new Set(
    ['RoleBinding', 'ClusterRoleBinding']
      .flatMap((kind) => objectsOfKind(tree, kind))
      .flatMap(({ subjects }) => subjects as Json[])
      .map(({ namespace, name }) => `${namespace}/${name}`),
  );
  return podTemplates(tree).flatMap(({ owner, namespace, spec }) => {
    const hasUse = bound.has(`${namespace}/${spec.serviceAccountName}`);
    const hasToken = spec.automountServiceAccountToken !== false;
    if (hasUse === hasToken) return [];
    return [
      hasToken
        ? `${objectName(owner)}: has a token of the Kubernetes API and no use for it`
        : `${objectName(owner)}: its service account has rights, and the pod no token`,
    ];
  });
};
