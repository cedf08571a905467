import type { KubernetesObject } from '../../../charts/rendered-chart';
import { flows } from '../../../config/flows';
import { objectName, objectsOfKind, podTemplates } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';

const readVerbs = ['get', 'list', 'watch'];

/** Resources that a ClusterRole may read: nothing in them is secret, and a Role cannot grant them. */
const readInTheCluster = ['ingressclasses', 'nodes'];

/** Pods that strangers reach. */
const publicWorkloads = new Set<string>(
  flows.filter(({ from }) => from === 'load-balancer').map(({ to }) => to),
);

/** Roles of the service accounts of these pods. */
function rolesOfPublicWorkloads(tree: Tree): KubernetesObject[] {
  return ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) =>
    objectsOfKind(tree, kind)
      .filter(({ subjects }) => (subjects as Json[]).some(({ name }) => publicWorkloads.has(name)))
      .flatMap(({ metadata, roleRef }) =>
        objectsOfKind(tree, (roleRef as Json).kind).filter(
          (role) =>
            role.metadata.name === (roleRef as Json).name && role.metadata.namespace === metadata.namespace,
        ),
      ),
  );
}

/**
 * What pods that strangers reach may do with the Kubernetes API: read, by name of the resource; Secrets only beside
 * certificates.
 */
export const kubernetesAccessIsNarrow: Law = (tree) => {
  const certified = new Set(objectsOfKind(tree, 'Certificate').map(({ metadata }) => metadata.namespace));
  return rolesOfPublicWorkloads(tree).flatMap((role) =>
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
