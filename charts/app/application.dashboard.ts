import { waitingTasksMetric } from '../../config/autoscaling';
import { applicationComponents, namespaces } from '../../config/contract';
import type { ComponentRows, Panel } from '../dashboard-row';

const application = `job=~"${applicationComponents.join('|')}"`;

const panels: readonly Panel[] = [
  {
    title: 'Requests',
    description: 'That the application’s pods answered, by component.',
    kind: 'timeseries',
    unit: 'reqps',
    queries: [
      {
        expression: `sum by (job) (rate(http_requests_total{${application}}[$__rate_interval]))`,
        legend: '{{job}}',
      },
    ],
  },
  {
    title: 'Errors by pod',
    description: 'Share of a pod’s answers that are 5xx. One pod alone: restart it; all: look at the stores.',
    kind: 'timeseries',
    unit: 'percentunit',
    queries: [
      {
        expression: `(sum by (pod) (rate(http_requests_total{${application},status=~"5.."}[$__rate_interval])) or 0 * sum by (pod) (rate(http_requests_total{${application}}[$__rate_interval]))) / sum by (pod) (rate(http_requests_total{${application}}[$__rate_interval]))`,
        legend: '{{pod}}',
      },
    ],
    alerts: ['ApiErrorsHigh', 'ApiErrorsVeryHigh'],
    thresholds: [0.02, 0.05],
  },
  {
    title: 'Mean time of an answer',
    description:
      'By pod. How the slowest are is in the ingress’s panels: over all tenants’ series it would take seconds to ask.',
    kind: 'timeseries',
    unit: 's',
    queries: [
      {
        expression: `sum by (pod) (rate(http_request_duration_seconds_sum{${application}}[$__rate_interval])) / sum by (pod) (rate(http_request_duration_seconds_count{${application}}[$__rate_interval]))`,
        legend: '{{pod}}',
      },
    ],
  },
  {
    title: 'Waiting tasks',
    description: 'Of all tenants together, accepted and not started. Workers are added above 50 each.',
    kind: 'timeseries',
    unit: 'short',
    queries: [{ expression: `max(${waitingTasksMetric}{job="worker"})`, legend: 'waiting' }],
    alerts: ['TasksBacklogHigh'],
  },
  {
    title: 'Longest wait of a task',
    description:
      'To be started, of the tasks that are due. To a customer, an agent that does not begin is broken.',
    kind: 'timeseries',
    unit: 's',
    queries: [{ expression: 'max(tasks_waiting_oldest_seconds{job="worker"})', legend: 'oldest' }],
    alerts: ['TasksWaitLong'],
  },
  {
    title: 'Work under way',
    description: 'Tasks and workflows that each worker has.',
    kind: 'timeseries',
    unit: 'short',
    queries: [
      { expression: 'sum by (pod) (tasks_running{job="worker"})', legend: 'tasks {{pod}}' },
      { expression: 'sum by (pod) (workflows_running{job="worker"})', legend: 'workflows {{pod}}' },
    ],
  },
  {
    title: 'Sockets',
    description:
      'Connections of each realtime pod. Uneven after a roll is normal: sockets stay where they are.',
    kind: 'timeseries',
    unit: 'short',
    queries: [{ expression: 'sum by (pod) (websocket_connections{job="realtime"})', legend: '{{pod}}' }],
    alerts: ['SocketErrorsHigh'],
  },
  {
    title: 'Event loop lag',
    description:
      'p99. Above 0.1 s a pod is short of CPU, or something in it computes for too long at a time.',
    kind: 'timeseries',
    unit: 's',
    queries: [
      { expression: `max by (pod) (nodejs_eventloop_lag_p99_seconds{${application}})`, legend: '{{pod}}' },
    ],
  },
  {
    title: 'Heap',
    description: 'Of Node.js, in use. A line that only rises is a leak.',
    kind: 'timeseries',
    unit: 'bytes',
    queries: [
      { expression: `max by (pod) (nodejs_heap_size_used_bytes{${application}})`, legend: '{{pod}}' },
    ],
  },
];

/** The application's own pods. */
export const applicationRows: ComponentRows = ({ application }) =>
  application.metricsPath === null
    ? []
    : [
        {
          dashboard: 'infrastructure',
          title: 'Application',
          logs: `{namespace="${namespaces.app}"}`,
          panels,
        },
      ];
