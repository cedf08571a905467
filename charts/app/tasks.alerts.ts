import { waitingTasksMetric } from '../../config/autoscaling';
import type { ComponentRules } from '../alert';

/** How long a customer may wait for a task to begin, before it is an outage of tasks. */
const longestWaitSeconds = 900;

const share = (metric: string, all: string, failed: string, by: string): string =>
  `sum${by} (rate(${metric}{${failed}}[15m])) / sum${by} (rate(${metric}{${all}}[15m]))`;

/** Ten ends in a quarter of an hour: fewer say nothing about a share. */
const enough = (metric: string, all: string, by: string): string =>
  `sum${by} (rate(${metric}{${all}}[15m])) > 0.01`;

/** Tasks and workflows, as the workers count them. Cancelled ones are no failures. */
export const taskAlerts: ComponentRules = ({ application }) => {
  const { worker } = application.components;
  const ended = 'job="worker",outcome=~"done|failed"';
  const failed = 'job="worker",outcome="failed"';
  const called = 'job="worker",outcome=~"done|failed"';
  return {
    name: 'tasks',
    recordings: [],
    alerts:
      application.metricsPath === null
        ? []
        : [
            {
              name: 'TasksBacklogHigh',
              severity: 'warning',
              owner: 'platform',
              // Every worker tells the figure of all.
              expression: `max(${waitingTasksMetric}{job="worker"}) > ${worker.waitingTasksPerPodMax * worker.replicas.max}`,
              forMinutes: 15,
              summary: `{{ $value }} tasks wait, more than ${worker.replicas.max} workers are meant for: customers’ tasks begin late, and no more workers will come.`,
            },
            {
              name: 'TasksWaitLong',
              severity: 'critical',
              owner: 'platform',
              // One tenant's flood waits for itself, and others' tasks end meanwhile.
              expression: `max(tasks_waiting_oldest_seconds{job="worker"}) > ${longestWaitSeconds} and on () (sum(rate(tasks_finished_total{job="worker"}[15m])) or vector(0)) == 0`,
              forMinutes: 5,
              summary:
                'A customer’s task has waited {{ $value | humanizeDuration }} to begin, and none ended meanwhile: to customers, agents have stopped working.',
            },
            {
              name: 'TasksFailing',
              severity: 'warning',
              owner: 'product',
              expression: `${share('tasks_finished_total', ended, failed, '')} > 0.1 and ${enough('tasks_finished_total', ended, '')}`,
              forMinutes: 10,
              summary:
                '{{ $value | humanizePercentage }} of tasks end without the result that was asked for.',
            },
            {
              name: 'WorkflowsFailing',
              severity: 'warning',
              owner: 'product',
              expression: `${share('workflows_finished_total', ended, failed, '')} > 0.1 and ${enough('workflows_finished_total', ended, '')}`,
              forMinutes: 10,
              summary:
                '{{ $value | humanizePercentage }} of workflows fail: agents’ longer work is lost on the way.',
            },
            {
              name: 'ProviderCallsFailing',
              severity: 'warning',
              owner: 'product',
              expression: `${share('provider_calls_total', called, failed, ' by (provider)')} > 0.2 and ${enough('provider_calls_total', called, ' by (provider)')}`,
              forMinutes: 10,
              summary:
                '{{ $value | humanizePercentage }} of calls at {{ $labels.provider }} fail: agents that use it are slow or give up.',
            },
          ],
  };
};
