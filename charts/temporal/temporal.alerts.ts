import type { ComponentRules } from '../alert';

const requests = (metric: string): string => `sum(rate(${metric}{job="temporal-frontend"}[5m]))`;

/** Temporal by its own metrics: https://docs.temporal.io/references/cluster-metrics */
export const temporalAlerts: ComponentRules = () => ({
  name: 'temporal',
  recordings: [],
  alerts: [
    {
      name: 'TemporalErrorsHigh',
      severity: 'critical',
      owner: 'platform',
      expression: `${requests('service_errors')} / ${requests('service_requests')} > 0.05 and ${requests('service_requests')} > 0.1`,
      forMinutes: 5,
      summary:
        '{{ $value | humanizePercentage }} of calls at Temporal fail: agents’ longer work neither begins nor goes on.',
    },
    {
      name: 'WorkflowTasksWaitLong',
      severity: 'warning',
      owner: 'platform',
      expression: `max by (taskqueue) (approximate_backlog_age_seconds{job="temporal-matching",exported_namespace!="temporal_system"}) > 300`,
      forMinutes: 5,
      summary:
        'A step of a workflow in {{ $labels.taskqueue }} has waited {{ $value | humanizeDuration }} for a worker: agents’ longer work stands still.',
    },
  ],
});
