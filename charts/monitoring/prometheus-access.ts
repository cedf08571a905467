import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaces } from '../../config/contract';
import { workloadNamespaces } from '../../config/flows';
import { podScrapes } from '../../config/scrapes';
import { workloadMetadata } from '../workload/labels';
import { prometheusName } from './prometheus';

const look = ['get', 'list', 'watch'];

const subjects: k8s.Subject[] = [
  { kind: 'ServiceAccount', name: prometheusName, namespace: namespaces.monitoring },
];

const roleRef = (kind: 'Role' | 'ClusterRole'): k8s.RoleRef => ({
  apiGroup: 'rbac.authorization.k8s.io',
  kind,
  name: prometheusName,
});

/**
 * What Prometheus may read: which pods there are, in the namespaces that it scrapes, and of the cluster which nodes
 * there are and what their kubelets measure. `nodes/metrics` is less than `nodes/proxy`, by which one could run programs.
 * https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/
 */
export function createPrometheusAccess(scope: Construct): void {
  const scraped = new Set(podScrapes.map(({ workload }) => workloadNamespaces[workload]));
  for (const namespace of scraped) {
    const metadata = workloadMetadata(prometheusName, namespace);
    new k8s.KubeRole(scope, `role-${namespace}`, {
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: look }],
    });
    new k8s.KubeRoleBinding(scope, `role-binding-${namespace}`, {
      metadata,
      roleRef: roleRef('Role'),
      subjects,
    });
  }
  const { labels } = workloadMetadata(prometheusName, namespaces.monitoring);
  const metadata = { name: prometheusName, labels };
  new k8s.KubeClusterRole(scope, 'cluster-role', {
    metadata,
    rules: [
      { apiGroups: [''], resources: ['nodes'], verbs: look },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    ],
  });
  new k8s.KubeClusterRoleBinding(scope, 'cluster-role-binding', {
    metadata,
    roleRef: roleRef('ClusterRole'),
    subjects,
  });
}
