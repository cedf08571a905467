import { podLabels } from '../../config/contract';
import { type AddonPod, addonPodNamespaces } from '../../config/flows';
import { monitoringPorts } from '../../config/monitoring';
import type { ApiObject } from '../cluster/api-server';
import { addonMetricsImage } from '../images/references';

const ports: Readonly<Record<AddonPod, number>> = {
  'kube-state-metrics': monitoringPorts.kubeStateMetrics,
  'cert-manager': monitoringPorts.certManager,
};

/**
 * Pods where Prometheus looks for those of EKS's add-ons. kube-state-metrics' program cannot be had, so one of ours reads
 * the API server in its place; cert-manager runs beside the cluster, and its pod only relays.
 * @param certManagerMetrics URL of what cert-manager shows.
 */
export const addonObjects = (certManagerMetrics: string): readonly ApiObject[] => [
  ...addon('kube-state-metrics', ['cluster-state']),
  ...clusterStateRights,
  ...addon('cert-manager', ['relay', certManagerMetrics]),
];

const stateReader = addonPodNamespaces['kube-state-metrics'];

const clusterStateRights: readonly ApiObject[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: stateReader },
    rules: [
      { apiGroups: [''], resources: ['nodes', 'pods', 'persistentvolumeclaims'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: ['list'] },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['list'] },
      { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['list'] },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: stateReader },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: stateReader },
    subjects: [{ kind: 'ServiceAccount', name: stateReader, namespace: stateReader }],
  },
];

function addon(name: AddonPod, command: readonly string[]): ApiObject[] {
  const port = ports[name];
  const labels = { [podLabels.name]: name };
  const metadata = { name, namespace: addonPodNamespaces[name] };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: addonPodNamespaces[name] } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ name: 'metrics', port }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: name,
            containers: [
              {
                name,
                image: addonMetricsImage,
                imagePullPolicy: 'Never',
                args: command,
                env: [{ name: 'PORT', value: `${port}` }],
                readinessProbe: { tcpSocket: { port }, periodSeconds: 2 },
                resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '160Mi' } },
              },
            ],
          },
        },
      },
    },
  ];
}
