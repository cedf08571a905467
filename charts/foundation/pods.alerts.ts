import { scrapeJobs } from '../../config/monitoring';
import { namespaces } from '../../config/contract';
import type { ComponentRules } from '../alert';

/** Pause pods hold room free; when they find none, the alarm `pods-unschedulable` tells. */
const watched = `job="${scrapeJobs.kubeStateMetrics}",namespace!="${namespaces.headroom}"`;

/** The same figure of Deployments and StatefulSets, under one label for the name of either. */
const ofWorkloads = (deployments: string, statefulSets: string): string =>
  [
    ['deployment', deployments],
    ['statefulset', statefulSets],
  ]
    .map(([kind, metric]) => `label_replace(${metric}{${watched}}, "workload", "$1", "${kind}", "(.+)")`)
    .join(' or ');

const available = ofWorkloads(
  'kube_deployment_status_replicas_available',
  'kube_statefulset_status_replicas_available',
);
const wanted = ofWorkloads('kube_deployment_spec_replicas', 'kube_statefulset_replicas');
const by = (expression: string): string => `max by (namespace, workload) (${expression})`;

const restarts = (window: string): string =>
  `sum by (namespace, container) (increase(kube_pod_container_status_restarts_total{${watched}}[${window}]))`;

/** Pods of every namespace, by what the API server says of them. */
export const podAlerts: ComponentRules = () => ({
  name: 'pods',
  recordings: [],
  alerts: [
    {
      name: 'PodsCrashing',
      severity: 'critical',
      owner: 'product',
      // Three of all replicas together, which Prometheus extrapolates to a little more, as it does two.
      expression: `${restarts('15m')} > 2.5`,
      forMinutes: 0,
      summary:
        'Pods of {{ $labels.container }} ({{ $labels.namespace }}) crash again and again: what customers have open there is cut off.',
    },
    {
      name: 'WorkloadUnavailable',
      severity: 'critical',
      owner: 'platform',
      expression: `${by(available)} == 0 and ${by(wanted)} > 0`,
      // Longer than a lost node needs to be seen as one, which explains it.
      forMinutes: 5,
      summary:
        'No pod of {{ $labels.workload }} ({{ $labels.namespace }}) is available: what it does for customers is not done.',
    },
    {
      name: 'WorkloadDegraded',
      severity: 'warning',
      owner: 'platform',
      expression: `${by(available)} < ${by(wanted)}`,
      forMinutes: 15,
      summary:
        '{{ $labels.workload }} ({{ $labels.namespace }}) has {{ $value }} pods available, fewer than it needs: customers notice at the next fault or peak.',
    },
    {
      name: 'ContainerOutOfMemory',
      severity: 'warning',
      owner: 'product',
      expression: `${restarts('30m')} > 0 and max by (namespace, container) (kube_pod_container_status_last_terminated_reason{${watched},reason="OOMKilled"}) == 1`,
      forMinutes: 0,
      summary:
        '{{ $labels.container }} ({{ $labels.namespace }}) was killed for its memory: requests and tasks that it had are lost or begin again.',
    },
    {
      name: 'JobFailed',
      severity: 'warning',
      owner: 'platform',
      expression: `max by (namespace, job_name) (kube_job_failed{${watched},condition="true"}) == 1`,
      forMinutes: 0,
      summary:
        'Job {{ $labels.job_name }} ({{ $labels.namespace }}) failed: the release that waits for it does not reach customers.',
    },
  ],
});
