import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Environment } from '../../config/schema';
import type { ApiObject } from '../cluster/api-server';
import type { RunProcess } from '../cluster/run-folder';
import type { NodeNamespaces } from './node-namespaces';
import type { NodePlan } from './node-plan';

export const kubeProxyUser = 'system:kube-proxy';

/** What lets kube-proxies read Services: a role that every cluster has. */
export const proxyRights: readonly ApiObject[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'rehearsal:kube-proxy' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:node-proxier' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: kubeProxyUser }],
  },
];

/** Starts a node's kube-proxy: Services' addresses lead to pods. */
export function startKubeProxy(
  node: NodeNamespaces,
  { name, address }: NodePlan,
  program: string,
  kubeconfig: string,
  { vpcCidr }: Environment['network'],
): RunProcess {
  const configuration = join(node.folder, 'kube-proxy.yaml');
  writeFileSync(
    configuration,
    stringify({
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      mode: 'nftables',
      hostnameOverride: name,
      // Whoever has an address of the VPC is seen by it.
      clusterCIDR: vpcCidr,
      clientConnection: { kubeconfig },
      healthzBindAddress: `${address}:10256`,
      metricsBindAddress: '127.0.0.1:10249',
      // These would set the machine's kernel.
      conntrack: { maxPerCore: 0, min: 0 },
    }),
  );
  return node.start('kube-proxy', program, [`--config=${configuration}`]);
}
