import { objectName, objectsOf } from '../kubernetes-objects';
import type { Json, Law } from '../tree';

/** Metrics that one adapter shows under names of its own: the wildcard stands for those alone. */
const ownGroups = ['external.metrics.k8s.io'];

const strongVerbs = ['escalate', 'bind', 'impersonate'];

/**
 * Roles of ours name groups, kinds and verbs. None reads secrets in the whole cluster, and none can give rights away.
 */
export const rightsAreNarrow: Law = (tree) =>
  objectsOf(tree)
    .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
    .flatMap((role) =>
      (role.rules as Json[]).flatMap((rule) =>
        faults(rule, role.kind).map((fault) => `${objectName(role)}: ${fault}`),
      ),
    );

function faults({ apiGroups = [], resources = [], verbs = [] }: Json, kind: string): string[] {
  const own = apiGroups.every((group: string) => ownGroups.includes(group));
  return [
    ...(apiGroups.includes('*') ? ['any API group'] : []),
    ...(resources.includes('*') && !own ? ['any resource'] : []),
    ...(verbs.includes('*') ? ['any verb'] : []),
    ...(kind === 'ClusterRole' && resources.includes('secrets') ? ['secrets of the whole cluster'] : []),
    ...strongVerbs.filter((verb) => verbs.includes(verb)).map((verb) => `the verb ${verb}`),
  ];
}
