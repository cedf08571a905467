import { type AlertCase, counter, gauge } from '../alert-case';

const page = { severity: 'critical', owner: 'platform', component: 'temporal' };

export const temporalCases: readonly AlertCase[] = [
  {
    alert: 'TemporalErrorsHigh',
    series: {
      'service_requests{job="temporal-frontend",operation="StartWorkflowExecution"}': counter(
        [30, 5],
        [30, 100],
        [30, 100],
        [30, 100],
      ),
      'service_errors{job="temporal-frontend",operation="StartWorkflowExecution"}': counter(
        [30, 5],
        [30, 4],
        [30, 6],
        [30, 0],
      ),
    },
    silentAt: [29, 59, 65],
    firingAt: 70,
    recoveredAt: 110,
    labels: page,
    summary: '6% of calls at Temporal fail: agents’ longer work neither begins nor goes on.',
  },
  {
    alert: 'WorkflowTasksWaitLong',
    series: {
      'approximate_backlog_age_seconds{job="temporal-matching",exported_namespace="tenants",taskqueue="agents",task_type="Workflow"}':
        gauge([20, 290], [20, 330], [20, 0]),
      'approximate_backlog_age_seconds{job="temporal-matching",exported_namespace="temporal_system",taskqueue="own",task_type="Workflow"}':
        gauge([60, 9000]),
    },
    silentAt: [19, 24],
    firingAt: 26,
    recoveredAt: 41,
    labels: { ...page, severity: 'warning', taskqueue: 'agents' },
    summary:
      'A step of a workflow in agents has waited 5m 30s for a worker: agents’ longer work stands still.',
  },
];
