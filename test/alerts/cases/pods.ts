import { type AlertCase, counter, gauge } from '../alert-case';

const page = { severity: 'critical', owner: 'platform', component: 'pods' };
const notice = { ...page, severity: 'warning' };
const source = 'job="kube-state-metrics"';

const restarts = (pod: string): string =>
  `kube_pod_container_status_restarts_total{${source},namespace="app",pod="${pod}",container="worker"}`;
const deployment = (metric: string): string =>
  `kube_deployment_${metric}{${source},namespace="temporal",deployment="temporal-history"}`;
const statefulSet = (metric: string): string =>
  `kube_statefulset_${metric}{${source},namespace="monitoring",statefulset="prometheus"}`;

export const podCases: readonly AlertCase[] = [
  {
    alert: 'PodsCrashing',
    series: {
      // Two restarts are a bad moment, three within a quarter of an hour a fault.
      [restarts('worker-a')]: counter([30, 0], [1, 1], [29, 0], [2, 1], [60, 0]),
      [restarts('worker-b')]: counter([33, 0], [1, 1], [27, 0], [1, 1], [60, 0]),
    },
    silentAt: [29, 36, 59],
    firingAt: 66,
    recoveredAt: 85,
    labels: { ...page, owner: 'product', namespace: 'app', container: 'worker' },
    summary: 'Pods of worker (app) crash again and again: what customers have open there is cut off.',
  },
  {
    alert: 'WorkloadUnavailable',
    series: {
      [deployment('status_replicas_available')]: gauge([30, 1], [30, 0], [30, 1]),
      [deployment('spec_replicas')]: gauge([90, 2]),
      // Wanted by nobody.
      'kube_deployment_status_replicas_available{job="kube-state-metrics",namespace="app",deployment="api"}':
        gauge([90, 0]),
      'kube_deployment_spec_replicas{job="kube-state-metrics",namespace="app",deployment="api"}': gauge([
        90, 0,
      ]),
    },
    silentAt: [29, 34],
    firingAt: 36,
    recoveredAt: 61,
    labels: { ...page, namespace: 'temporal', workload: 'temporal-history' },
    summary: 'No pod of temporal-history (temporal) is available: what it does for customers is not done.',
  },
  {
    alert: 'WorkloadDegraded',
    series: {
      [statefulSet('status_replicas_available')]: gauge([30, 2], [30, 1], [30, 2]),
      [statefulSet('replicas')]: gauge([90, 2]),
      // Pause pods give way: that is what they are for.
      'kube_deployment_status_replicas_available{job="kube-state-metrics",namespace="headroom",deployment="headroom"}':
        gauge([90, 0]),
      'kube_deployment_spec_replicas{job="kube-state-metrics",namespace="headroom",deployment="headroom"}':
        gauge([90, 2]),
    },
    silentAt: [29, 44],
    firingAt: 46,
    recoveredAt: 61,
    labels: { ...notice, namespace: 'monitoring', workload: 'prometheus' },
    summary:
      'prometheus (monitoring) has 1 pods available, fewer than it needs: customers notice at the next fault or peak.',
  },
  {
    alert: 'ContainerOutOfMemory',
    series: {
      [restarts('worker-a')]: counter([30, 0], [1, 1], [29, 0], [1, 1], [60, 0]),
      // The first restart had another cause.
      [`kube_pod_container_status_last_terminated_reason{${source},namespace="app",pod="worker-a",container="worker",reason="OOMKilled"}`]:
        gauge([61, 0], [60, 1]),
    },
    silentAt: [29, 35],
    firingAt: 63,
    recoveredAt: 100,
    labels: { ...notice, owner: 'product', namespace: 'app', container: 'worker' },
    summary:
      'worker (app) was killed for its memory: requests and tasks that it had are lost or begin again.',
  },
  {
    alert: 'JobFailed',
    series: {
      [`kube_job_failed{${source},namespace="app",job_name="migration-1a2b",condition="true"}`]: gauge(
        [10, 0],
        [10, 1],
        [10, 0],
      ),
    },
    silentAt: [9],
    firingAt: 11,
    recoveredAt: 21,
    labels: { ...notice, namespace: 'app', job_name: 'migration-1a2b' },
    summary: 'Job migration-1a2b (app) failed: the release that waits for it does not reach customers.',
  },
];
