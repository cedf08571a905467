import { scrapeJobs } from '../../config/monitoring';
import type { ComponentRows } from '../dashboard-row';

const objects = `job="${scrapeJobs.kubeStateMetrics}",namespace=~"$namespace"`;
const containers = `job="${scrapeJobs.containers}",namespace=~"$namespace",container!=""`;

/** Pods of every namespace, by what the API server and the nodes say of them. */
export const podRows: ComponentRows = () => [
  {
    dashboard: 'infrastructure',
    title: 'Pods',
    logs: '{namespace=~"${namespace:regex}"}',
    panels: [
      {
        title: 'Pods that are not ready',
        description:
          'By namespace. For a minute during a roll-out is normal. Pods of ended jobs do not count.',
        kind: 'timeseries',
        unit: 'short',
        queries: [
          {
            expression: `sum by (namespace) (max by (namespace, pod) (kube_pod_status_phase{${objects},phase=~"Pending|Running"}) unless max by (namespace, pod) (kube_pod_status_ready{${objects},condition="true"}) == 1) or 0 * sum by (namespace) (kube_pod_status_ready{${objects},condition="true"})`,
            legend: '{{namespace}}',
          },
        ],
        alerts: ['WorkloadUnavailable', 'WorkloadDegraded'],
      },
      {
        title: 'Restarts in 15 minutes',
        description: 'By container. Normal: 0.',
        kind: 'timeseries',
        unit: 'short',
        queries: [
          {
            expression: `sum by (namespace, container) (increase(kube_pod_container_status_restarts_total{${objects}}[15m]))`,
            legend: '{{namespace}} {{container}}',
          },
        ],
        alerts: ['PodsCrashing'],
        thresholds: [2],
      },
      {
        title: 'Jobs that failed',
        description: 'Migrations and other work before a release, which waits for them.',
        kind: 'stat',
        unit: 'none',
        queries: [
          {
            expression: `sum(kube_job_failed{${objects},condition="true"}) or vector(0)`,
            legend: 'failed',
          },
        ],
        alerts: ['JobFailed'],
      },
      {
        title: 'CPU by pod',
        description:
          'In cores, of the fifteen busiest pods. It has no limit; what a pod asks for is its share.',
        kind: 'timeseries',
        unit: 'short',
        queries: [
          {
            expression: `topk(15, sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{${containers}}[$__rate_interval])))`,
            legend: '{{pod}}',
          },
        ],
      },
      {
        title: 'Memory, of the limit',
        description: 'Of the fifteen containers nearest to it. At 100% the kernel kills the container.',
        kind: 'timeseries',
        unit: 'percentunit',
        queries: [
          {
            expression: `topk(15, max by (namespace, pod, container) (container_memory_working_set_bytes{${containers}}) / max by (namespace, pod, container) (kube_pod_container_resource_limits{${objects},resource="memory"}))`,
            legend: '{{container}} {{pod}}',
          },
        ],
        alerts: ['ContainerOutOfMemory'],
      },
    ],
  },
];
