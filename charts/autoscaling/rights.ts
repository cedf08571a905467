import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaces } from '../../config/contract';

const { app, autoscaling } = namespaces;
const look = ['get', 'list', 'watch'];
const ofOperator = { kind: 'ServiceAccount', name: 'keda-operator', namespace: autoscaling };
const ofAdapter = { kind: 'ServiceAccount', name: 'keda-metrics', namespace: autoscaling };

/**
 * What KEDA may do. In the namespace `app`: read what it scales and ask for another number of pods, make autoscalers, and
 * write the state of its own objects. In its own: elect a leader. In the cluster: look for two kinds of its own that lie
 * in no namespace. It reads no secret but that of its own certificate. The adapter reads ScaledObjects, and asks the API
 * server who is asking.
 */
export function createRights(scope: Construct): void {
  role(scope, app, ofOperator, [
    {
      apiGroups: ['keda.sh'],
      resources: ['scaledobjects', 'scaledjobs', 'triggerauthentications'],
      verbs: [...look, 'update', 'patch'],
    },
    {
      apiGroups: ['keda.sh'],
      resources: [
        'scaledobjects/status',
        'scaledobjects/finalizers',
        'scaledjobs/status',
        'triggerauthentications/status',
      ],
      verbs: ['get', 'update', 'patch'],
    },
    {
      apiGroups: ['eventing.keda.sh'],
      resources: ['cloudeventsources', 'cloudeventsources/status'],
      verbs: look,
    },
    {
      apiGroups: ['autoscaling'],
      resources: ['horizontalpodautoscalers'],
      verbs: [...look, 'create', 'update', 'patch', 'delete'],
    },
    { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: look },
    { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'update', 'patch'] },
    { apiGroups: ['batch'], resources: ['jobs'], verbs: look },
    { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
  ]);
  role(scope, app, ofAdapter, [{ apiGroups: ['keda.sh'], resources: ['scaledobjects'], verbs: look }]);
  role(scope, autoscaling, ofOperator, [
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      verbs: ['get', 'create', 'update', 'patch'],
    },
    // It does not start without a look at them; the one there is holds its own certificate.
    { apiGroups: [''], resources: ['secrets'], verbs: ['list', 'watch'] },
    { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
  ]);
  clusterRole(scope, 'keda-operator', ofOperator, [
    { apiGroups: ['keda.sh'], resources: ['clustertriggerauthentications'], verbs: look },
    { apiGroups: ['eventing.keda.sh'], resources: ['clustercloudeventsources'], verbs: look },
  ]);
  clusterRole(
    scope,
    'keda-metrics-reader',
    { kind: 'ServiceAccount', name: 'horizontal-pod-autoscaler', namespace: 'kube-system' },
    [{ apiGroups: ['external.metrics.k8s.io'], resources: ['*'], verbs: ['get', 'list'] }],
  );
  // Kubernetes' own roles for an aggregated API: https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/
  new k8s.KubeClusterRoleBinding(scope, 'keda-metrics-delegator', {
    metadata: { name: 'keda-metrics-delegator' },
    roleRef: clusterRoleRef('system:auth-delegator'),
    subjects: [ofAdapter],
  });
  new k8s.KubeRoleBinding(scope, 'keda-metrics-authentication', {
    metadata: { name: 'keda-metrics-authentication', namespace: 'kube-system' },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'Role',
      name: 'extension-apiserver-authentication-reader',
    },
    subjects: [ofAdapter],
  });
}

const clusterRoleRef = (name: string): k8s.RoleRef => ({
  apiGroup: 'rbac.authorization.k8s.io',
  kind: 'ClusterRole',
  name,
});

function role(scope: Construct, namespace: string, subject: k8s.Subject, rules: k8s.PolicyRule[]): void {
  const { name } = subject;
  const metadata = { name, namespace };
  new k8s.KubeRole(scope, `role-${namespace}-${name}`, { metadata, rules });
  new k8s.KubeRoleBinding(scope, `role-binding-${namespace}-${name}`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [subject],
  });
}

function clusterRole(scope: Construct, name: string, subject: k8s.Subject, rules: k8s.PolicyRule[]): void {
  new k8s.KubeClusterRole(scope, `cluster-role-${name}`, { metadata: { name }, rules });
  new k8s.KubeClusterRoleBinding(scope, `cluster-role-binding-${name}`, {
    metadata: { name },
    roleRef: clusterRoleRef(name),
    subjects: [subject],
  });
}
