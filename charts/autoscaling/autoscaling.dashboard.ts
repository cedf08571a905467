import { namespaces } from '../../config/contract';
import { scrapeJobs } from '../../config/monitoring';
import type { ComponentRows } from '../dashboard-row';

const objects = `job="${scrapeJobs.kubeStateMetrics}"`;
const autoscaler = (figure: string): string =>
  `max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_${figure}{${objects}})`;

/** What grows and shrinks by itself. */
export const autoscalingRows: ComponentRows = () => [
  {
    dashboard: 'infrastructure',
    title: 'Autoscaling',
    logs: `{namespace="${namespaces.autoscaling}"}`,
    panels: [
      {
        title: 'Pods of autoscaled workloads',
        description: 'How many there are.',
        kind: 'timeseries',
        unit: 'short',
        queries: [
          { expression: autoscaler('status_current_replicas'), legend: '{{horizontalpodautoscaler}}' },
        ],
      },
      {
        title: 'Pods wanted',
        description: 'Above those that there are for minutes: nodes are missing.',
        kind: 'timeseries',
        unit: 'short',
        queries: [
          { expression: autoscaler('status_desired_replicas'), legend: '{{horizontalpodautoscaler}}' },
        ],
        alerts: ['AutoscalerBlind'],
      },
      {
        title: 'Of the maximum',
        description:
          'At 100% nothing is left to add: raise `replicas.max`, or find out why so much is asked.',
        kind: 'timeseries',
        unit: 'percentunit',
        queries: [
          {
            expression: `${autoscaler('status_current_replicas')} / ${autoscaler('spec_max_replicas')}`,
            legend: '{{horizontalpodautoscaler}}',
          },
        ],
        alerts: ['AutoscalerAtMaximum'],
        thresholds: [1],
      },
      {
        title: 'What KEDA reads',
        description:
          'The value that workers are scaled by: tasks that wait. Gone: KEDA keeps a fixed number of workers.',
        kind: 'timeseries',
        unit: 'short',
        queries: [
          {
            expression: 'max by (scaledObject) (keda_scaler_metrics_value{job="keda-operator"})',
            legend: '{{scaledObject}}',
          },
        ],
      },
      {
        title: 'Failing readings',
        description: 'Of KEDA, a second. Normal: 0.',
        kind: 'timeseries',
        unit: 'ops',
        queries: [
          {
            expression:
              'sum by (scaledObject) (rate(keda_scaler_detail_errors_total{job="keda-operator"}[$__rate_interval])) or vector(0)',
            legend: '{{scaledObject}}',
          },
        ],
        alerts: ['QueueScalerFails'],
      },
    ],
  },
];
