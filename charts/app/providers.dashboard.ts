import { namespaces } from '../../config/contract';
import type { ComponentRows, Panel } from '../dashboard-row';

const panels: readonly Panel[] = [
  {
    title: 'Paid to model providers',
    description: 'In the time shown above, at list price; by model.',
    kind: 'stat',
    unit: 'currencyUSD',
    queries: [
      { expression: 'sum by (model) (increase(provider_cost_usd_total[$__range]))', legend: '{{model}}' },
    ],
  },
  {
    title: 'At this pace, in a month',
    description:
      'What model providers would take in 730 hours like the last one. Twice the assumed cost: look at the tenants.',
    kind: 'stat',
    unit: 'currencyUSD',
    queries: [{ expression: '730 * sum(increase(provider_cost_usd_total[1h]))', legend: 'a month' }],
  },
  {
    title: 'Cost at providers by tenant',
    description: 'The twenty tenants that cost most, in the time shown above. A tenant’s budget ends it.',
    kind: 'table',
    unit: 'currencyUSD',
    queries: [
      {
        expression: 'topk(20, sum by (tenant) (increase(provider_cost_usd_total[$__range])))',
        legend: '{{tenant}}',
      },
    ],
  },
  {
    title: 'Cost at providers over time',
    description: 'US dollars an hour, by model.',
    kind: 'timeseries',
    unit: 'currencyUSD',
    queries: [{ expression: 'sum by (model) (increase(provider_cost_usd_total[1h]))', legend: '{{model}}' }],
  },
  {
    title: 'Cost of a task',
    description: 'At providers, of each task done, over the last hour.',
    kind: 'timeseries',
    unit: 'currencyUSD',
    queries: [
      {
        expression:
          'sum(increase(provider_cost_usd_total[1h])) / sum(increase(tasks_finished_total{outcome="done"}[1h]))',
        legend: 'a task',
      },
    ],
  },
];

/** What tenants' work costs at model providers, as metered when it was done. */
export const providerRows: ComponentRows = ({ application }) =>
  application.metricsPath === null
    ? []
    : [{ dashboard: 'cost', title: 'Model providers', logs: `{namespace="${namespaces.app}"}`, panels }];
