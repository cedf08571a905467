import { namespaces } from '../../config/contract';
import type { ComponentRows, Panel } from '../dashboard-row';

/** Work of a tenant, whichever; `none` is work of nobody's, such as health checks. */
const ofTenants = 'tenant!="none"';

const busy = (metric: string, window: string, more: string): string =>
  `count(sum by (tenant) (increase(${metric}{tenant!~"none|other"${more}}[${window}])) > 0)`;

const completion = (window: string): string =>
  `sum(rate(tasks_finished_total{outcome="done"}[${window}])) / sum(rate(tasks_finished_total{outcome!="cancelled"}[${window}]))`;

const today: readonly Panel[] = [
  {
    title: 'Tenants that used the API',
    description: 'In the last hour. A pod tells its first 200 tenants apart; later ones are not counted.',
    kind: 'stat',
    unit: 'none',
    queries: [{ expression: busy('http_requests_total', '1h', ',job="api"'), legend: 'tenants' }],
  },
  {
    title: 'Tenants with tasks done',
    description: 'In the last hour.',
    kind: 'stat',
    unit: 'none',
    queries: [{ expression: busy('tasks_finished_total', '1h', ',outcome="done"'), legend: 'tenants' }],
  },
  {
    title: 'Task completion',
    description: 'Tasks that were done, of those that ended by themselves, in the time shown above.',
    kind: 'stat',
    unit: 'percentunit',
    queries: [{ expression: completion('$__range'), legend: 'done' }],
  },
  {
    title: 'Tasks done',
    description: 'In the time shown above.',
    kind: 'stat',
    unit: 'short',
    queries: [
      { expression: 'sum(increase(tasks_finished_total{outcome="done"}[$__range]))', legend: 'tasks' },
    ],
  },
];

const tasks: readonly Panel[] = [
  {
    title: 'Task completion over time',
    description: 'Tasks that were done, of those that ended by themselves. Below 90%, agents disappoint.',
    kind: 'timeseries',
    unit: 'percentunit',
    queries: [{ expression: completion('$__rate_interval'), legend: 'done' }],
    alerts: ['TasksFailing'],
  },
  {
    title: 'Tasks accepted and ended',
    description: 'Of all tenants. The gap between the lines is what waits or runs.',
    kind: 'timeseries',
    unit: 'ops',
    queries: [
      { expression: 'sum(rate(tasks_accepted_total[$__rate_interval]))', legend: 'accepted' },
      {
        expression: 'sum by (outcome) (rate(tasks_finished_total[$__rate_interval]))',
        legend: '{{outcome}}',
      },
    ],
  },
  {
    title: 'How long tasks take',
    description: 'On a worker, without the wait before; by kind.',
    kind: 'timeseries',
    unit: 's',
    queries: [
      {
        expression:
          'histogram_quantile(0.95, sum by (le, kind) (rate(task_duration_seconds_bucket[$__rate_interval])))',
        legend: 'p95 {{kind}}',
      },
    ],
  },
];

const use: readonly Panel[] = [
  {
    title: 'API use by route',
    description: 'The ten most used routes, without probes.',
    kind: 'timeseries',
    unit: 'reqps',
    queries: [
      {
        expression: `topk(10, sum by (route) (rate(http_requests_total{job="api",${ofTenants}}[$__rate_interval])))`,
        legend: '{{route}}',
      },
    ],
  },
  {
    title: 'Busiest tenants',
    description: 'By requests in the time shown above. `other`: those beyond the first 200 of a pod.',
    kind: 'table',
    unit: 'short',
    queries: [
      {
        expression: `topk(20, sum by (tenant) (increase(http_requests_total{job="api",${ofTenants}}[$__range])))`,
        legend: '{{tenant}}',
      },
    ],
  },
  {
    title: 'Tenants refused most',
    description: 'Requests answered with 429 in the time shown above: whom to offer a larger tier.',
    kind: 'table',
    unit: 'short',
    queries: [
      {
        expression: `topk(20, sum by (tenant) (increase(http_requests_total{job="api",${ofTenants},status="429"}[$__range]))) or label_replace(vector(0), "tenant", "none", "", "")`,
        legend: '{{tenant}}',
      },
    ],
    alerts: ['TenantOverQuota'],
  },
  {
    title: 'Agents',
    description: 'Created, updated and deleted, an hour.',
    kind: 'timeseries',
    unit: 'short',
    queries: [{ expression: 'sum by (change) (increase(agent_changes_total[1h]))', legend: '{{change}}' }],
  },
  {
    title: 'Sockets',
    description: 'Signed-in clients of all tenants: who is looking at the product.',
    kind: 'timeseries',
    unit: 'short',
    queries: [{ expression: 'sum(tenant_sockets)', legend: 'sockets' }],
  },
  {
    title: 'Failing calls at model providers',
    description: 'Share of the calls that got no answer or a bad one, by provider. Normal: near none.',
    kind: 'timeseries',
    unit: 'percentunit',
    queries: [
      {
        expression:
          '(sum by (provider) (rate(provider_calls_total{job="worker",outcome="failed"}[$__rate_interval])) or 0 * sum by (provider) (rate(provider_calls_total{job="worker",outcome="done"}[$__rate_interval]))) / sum by (provider) (rate(provider_calls_total{job="worker",outcome=~"done|failed"}[$__rate_interval]))',
        legend: '{{provider}}',
      },
    ],
    alerts: ['ProviderCallsFailing'],
    thresholds: [0.2],
  },
  {
    title: 'Tokens',
    description: 'A second, at all model providers, by model.',
    kind: 'timeseries',
    unit: 'short',
    queries: [
      { expression: 'sum by (model) (rate(provider_tokens_total[$__rate_interval]))', legend: '{{model}}' },
    ],
  },
];

/** What tenants do with the product. */
export const businessRows: ComponentRows = ({ application }) =>
  application.metricsPath === null
    ? []
    : [
        { dashboard: 'business', title: 'In short', logs: `{namespace="${namespaces.app}"}`, panels: today },
        { dashboard: 'business', title: 'Tasks', logs: `{namespace="${namespaces.app}"}`, panels: tasks },
        { dashboard: 'business', title: 'Use', logs: `{namespace="${namespaces.app}"}`, panels: use },
      ];
