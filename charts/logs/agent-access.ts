import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaces } from '../../config/contract';
import { logNamespaces } from '../../config/logs';
import { workloadMetadata } from '../workload/labels';
import { agentName } from './agent';

/** What the agent may read: which pods there are in the namespaces of the platform, and what these pods write. */
export function createAgentAccess(scope: Construct): void {
  for (const namespace of logNamespaces) {
    const metadata = workloadMetadata(agentName, namespace);
    new k8s.KubeRole(scope, `role-${namespace}`, {
      metadata,
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
      ],
    });
    new k8s.KubeRoleBinding(scope, `role-binding-${namespace}`, {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: agentName },
      subjects: [{ kind: 'ServiceAccount', name: agentName, namespace: namespaces.monitoring }],
    });
  }
}
