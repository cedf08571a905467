import { namespaces } from '../../config/contract';
import type { ComponentRows, Panel } from '../dashboard-row';

const ofTenant = 'tenant="$tenant"';

const perSecond = (metric: string, by: string, more = ''): string =>
  `sum by (${by}) (rate(${metric}{${ofTenant}${more}}[$__rate_interval]))`;

const requests: readonly Panel[] = [
  {
    title: 'Requests by status',
    description: 'What the API answered this tenant. 429: over its rate or a quota; 5xx: our fault.',
    kind: 'timeseries',
    unit: 'reqps',
    queries: [{ expression: perSecond('http_requests_total', 'status', ',job="api"'), legend: '{{status}}' }],
    alerts: ['TenantOverQuota'],
  },
  {
    title: 'Errors',
    description: 'Share of this tenant’s requests that failed by our fault. Normal: none.',
    kind: 'timeseries',
    unit: 'percentunit',
    queries: [
      {
        expression: `(sum(rate(http_requests_total{job="api",${ofTenant},status=~"5.."}[$__rate_interval])) or vector(0)) / sum(rate(http_requests_total{job="api",${ofTenant}}[$__rate_interval]))`,
        legend: 'failed',
      },
    ],
    thresholds: [0.02, 0.05],
  },
  {
    title: 'Latency',
    description: 'From the request line to the end of the answer, as the API’s pods measure it.',
    kind: 'timeseries',
    unit: 's',
    queries: [50, 95, 99].map((percentile) => ({
      expression: `histogram_quantile(0.${percentile}, ${perSecond('http_request_duration_seconds_bucket', 'le', ',job="api"')})`,
      legend: `p${percentile}`,
    })),
    thresholds: [1, 2],
  },
  {
    title: 'Slowest routes',
    description: 'p95 of the ten slowest routes that this tenant uses.',
    kind: 'table',
    unit: 's',
    queries: [
      {
        expression: `topk(10, histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket{job="api",${ofTenant}}[$__range]))))`,
        legend: '{{route}}',
      },
    ],
  },
  {
    title: 'Sockets',
    description: 'Clients of this tenant that are connected and signed in, by pod.',
    kind: 'timeseries',
    unit: 'short',
    queries: [{ expression: `sum by (pod) (tenant_sockets{job="realtime",${ofTenant}})`, legend: '{{pod}}' }],
  },
];

const tasks: readonly Panel[] = [
  {
    title: 'Tasks accepted',
    description: 'By kind. What is accepted is in the database, and is not lost.',
    kind: 'timeseries',
    unit: 'ops',
    queries: [{ expression: perSecond('tasks_accepted_total', 'kind'), legend: '{{kind}}' }],
  },
  {
    title: 'Tasks ended',
    description: 'By outcome: done, failed or cancelled. Well below the accepted ones: they wait.',
    kind: 'timeseries',
    unit: 'ops',
    queries: [{ expression: perSecond('tasks_finished_total', 'outcome'), legend: '{{outcome}}' }],
    alerts: ['TasksFailing'],
  },
  {
    title: 'Workflows ended',
    description: 'Agents’ longer work, by outcome.',
    kind: 'timeseries',
    unit: 'ops',
    queries: [{ expression: perSecond('workflows_finished_total', 'outcome'), legend: '{{outcome}}' }],
    alerts: ['WorkflowsFailing'],
  },
];

const models: readonly Panel[] = [
  {
    title: 'Calls at model providers',
    description: 'By outcome. Refused: the tenant’s budget is spent, or the provider asked to be left alone.',
    kind: 'timeseries',
    unit: 'ops',
    queries: [{ expression: perSecond('provider_calls_total', 'outcome'), legend: '{{outcome}}' }],
    alerts: ['ProviderCallsFailing'],
  },
  {
    title: 'Tokens',
    description: 'A second, in and out, by model.',
    kind: 'timeseries',
    unit: 'short',
    queries: [
      {
        expression: perSecond('provider_tokens_total', 'model, direction'),
        legend: '{{model}} {{direction}}',
      },
    ],
  },
  {
    title: 'Paid to model providers',
    description: 'In the time shown above, at list price of the day of each call.',
    kind: 'stat',
    unit: 'currencyUSD',
    queries: [
      {
        expression: `sum by (model) (increase(provider_cost_usd_total{${ofTenant}}[$__range]))`,
        legend: '{{model}}',
      },
    ],
  },
];

const quotas: readonly Panel[] = [
  {
    title: 'Requests a minute',
    description:
      'Against what the tier or the contract allows. 429 answers that no quota explains are requests over it. No limit: the tenant sent nothing since the API’s pods started.',
    kind: 'timeseries',
    unit: 'short',
    queries: [
      {
        expression: `60 * sum(rate(http_requests_total{job="api",${ofTenant}}[$__rate_interval]))`,
        legend: 'requests',
      },
      {
        expression: `60 * (sum(rate(http_requests_total{job="api",${ofTenant},status="429"}[$__rate_interval])) or vector(0))`,
        legend: 'refused',
      },
      {
        expression: `max(tenant_requests_per_minute_limit{job="api",${ofTenant}})`,
        legend: 'limit',
      },
    ],
    alerts: ['TenantOverQuota'],
  },
  {
    title: 'Refused by a quota',
    description:
      'In the time shown above: of agents, tasks or storage. The tenant needs a larger tier, or removes some.',
    kind: 'stat',
    unit: 'short',
    queries: [
      {
        expression: `sum by (limit) (increase(tenant_limits_reached_total{${ofTenant}}[$__range])) or label_replace(vector(0), "limit", "none", "", "")`,
        legend: '{{limit}}',
      },
    ],
  },
];

/** What the application wrote while it worked for the picked tenant. */
const linesOfTenant = `{namespace="${namespaces.app}"} | tenantSlug=\`$\{tenant}\``;

const logs: readonly Panel[] = [
  {
    title: 'Logs',
    description: 'What the application wrote while it worked for this tenant.',
    kind: 'logs',
    unit: 'none',
    queries: [{ expression: linesOfTenant, legend: '' }],
  },
];

/** How one tenant is served. `other` stands for the tenants beyond the first 200 that a pod has seen. */
export const tenantRows: ComponentRows = ({ application }) =>
  application.metricsPath === null
    ? []
    : [
        { dashboard: 'tenants', title: 'Requests and sockets', logs: linesOfTenant, panels: requests },
        { dashboard: 'tenants', title: 'Tasks', logs: linesOfTenant, panels: tasks },
        { dashboard: 'tenants', title: 'Models', logs: linesOfTenant, panels: models },
        { dashboard: 'tenants', title: 'Quotas', logs: linesOfTenant, panels: quotas },
        { dashboard: 'tenants', title: 'Logs', logs: linesOfTenant, panels: logs },
      ];
