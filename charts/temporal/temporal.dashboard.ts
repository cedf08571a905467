import { namespaces } from '../../config/contract';
import { temporalServices } from '../../config/temporal';
import type { ComponentRows } from '../dashboard-row';

const server = `job=~"${temporalServices.map((service) => `temporal-${service}`).join('|')}"`;
const frontend = 'job="temporal-frontend"';
/** Temporal's own word; `namespace` is the pod's. */
const tenants = 'exported_namespace!="temporal_system"';

/** Temporal by its own metrics. */
export const temporalRows: ComponentRows = () => [
  {
    dashboard: 'infrastructure',
    title: 'Temporal',
    logs: `{namespace="${namespaces.temporal}"}`,
    panels: [
      {
        title: 'Calls',
        description: 'At the frontend, by operation: the ten most frequent.',
        kind: 'timeseries',
        unit: 'reqps',
        queries: [
          {
            expression: `topk(10, sum by (operation) (rate(service_requests{${frontend}}[$__rate_interval])))`,
            legend: '{{operation}}',
          },
        ],
      },
      {
        title: 'Failing calls',
        description:
          'Share of calls at the frontend that fail. Some fail in good order: a workflow that is there already.',
        kind: 'timeseries',
        unit: 'percentunit',
        queries: [
          {
            expression: `(sum(rate(service_errors{${frontend}}[$__rate_interval])) or vector(0)) / sum(rate(service_requests{${frontend}}[$__rate_interval]))`,
            legend: 'failed',
          },
        ],
        alerts: ['TemporalErrorsHigh'],
        thresholds: [0.05],
      },
      {
        title: 'Latency of the database',
        description: 'Mean time of what the services ask it. Above 0.05 s workflows slow down.',
        kind: 'timeseries',
        unit: 's',
        queries: [
          {
            expression: `sum by (service_name) (rate(persistence_latency_sum{${server}}[$__rate_interval])) / sum by (service_name) (rate(persistence_latency_count{${server}}[$__rate_interval]))`,
            legend: '{{service_name}}',
          },
        ],
      },
      {
        title: 'Workflows ended',
        description: 'A second, by how they ended.',
        kind: 'timeseries',
        unit: 'ops',
        queries: [
          { metric: 'workflow_success', legend: 'completed' },
          { metric: 'workflow_failed', legend: 'failed' },
          { metric: 'workflow_timeout', legend: 'timed out' },
          { metric: 'workflow_terminate', legend: 'terminated' },
        ].map(({ metric, legend }) => ({
          expression: `sum(rate(${metric}{${server}}[$__rate_interval])) or vector(0)`,
          legend,
        })),
        alerts: ['WorkflowsFailing'],
      },
      {
        title: 'Steps that wait for a worker',
        description: 'By task queue. Normal: near 0.',
        kind: 'timeseries',
        unit: 'short',
        queries: [
          {
            expression: `sum by (taskqueue) (approximate_backlog_count{job="temporal-matching",${tenants}})`,
            legend: '{{taskqueue}}',
          },
        ],
        alerts: ['WorkflowTasksWaitLong'],
      },
    ],
  },
];
