import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceNetwork } from '../../config/contract';
import type { ApiObject } from '../cluster/api-server';
import type { RunProcess } from '../cluster/run-folder';
import type { NodeNamespaces } from './node-namespaces';

export const nameServerUser = 'system:coredns';

/** What lets the name servers read Services. */
export const nameServerRights: readonly ApiObject[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: nameServerUser },
    rules: [
      { apiGroups: [''], resources: ['services', 'namespaces', 'pods'], verbs: ['list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: nameServerUser },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: nameServerUser },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: nameServerUser }],
  },
];

/**
 * Starts CoreDNS on a node, at the address that pods ask.
 * @param names of what is outside of the cluster, with their addresses. There is nobody else to ask.
 */
export function startNameServer(
  node: NodeNamespaces,
  program: string,
  kubeconfig: string,
  names: Readonly<Record<string, string>>,
): RunProcess {
  writeNames(node, names);
  const configuration = join(node.folder, 'Corefile');
  writeFileSync(
    configuration,
    `. {
  bind ${serviceNetwork.dnsAddress}
  errors
  cache 5
  kubernetes cluster.local {
    kubeconfig ${kubeconfig}
  }
  hosts ${namesFile(node)}
}
`,
  );
  return node.start('coredns', program, ['-conf', configuration]);
}

/** Its name server looks at the file every five seconds. */
export function writeNames(node: NodeNamespaces, names: Readonly<Record<string, string>>): void {
  const lines = Object.entries(names).map(([name, address]) => `${address} ${name}\n`);
  writeFileSync(namesFile(node), lines.join(''));
}

const namesFile = ({ folder }: NodeNamespaces): string => join(folder, 'names');
