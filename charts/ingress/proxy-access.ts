import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaces, routesNamespace } from '../../config/contract';
import { workloadMetadata } from '../workload/labels';
import { proxyName } from './proxy';

const read = ['list', 'watch'];

const subjects: k8s.Subject[] = [{ kind: 'ServiceAccount', name: proxyName, namespace: namespaces.ingress }];

/**
 * What the proxy may read: routes, endpoints and certificates in the one namespace that has routes, and of the cluster
 * which classes of ingress and which nodes there are. Traefik does not start without any of these lists, and Kubernetes
 * cannot narrow a list of Secrets to some: the proxy can read every Secret beside the certificates.
 */
export function createProxyAccess(scope: Construct): void {
  const metadata = workloadMetadata(proxyName, routesNamespace);
  new k8s.KubeRole(scope, 'role', {
    metadata,
    rules: [
      { apiGroups: [''], resources: ['secrets', 'services'], verbs: read },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: read },
    ],
  });
  new k8s.KubeRoleBinding(scope, 'role-binding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: proxyName },
    subjects,
  });
  const { labels } = metadata;
  new k8s.KubeClusterRole(scope, 'cluster-role', {
    metadata: { name: proxyName, labels },
    rules: [
      { apiGroups: [''], resources: ['nodes'], verbs: read },
      { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses'], verbs: read },
    ],
  });
  new k8s.KubeClusterRoleBinding(scope, 'cluster-role-binding', {
    metadata: { name: proxyName, labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: proxyName },
    subjects,
  });
}
