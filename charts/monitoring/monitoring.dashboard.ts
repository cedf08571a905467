import { namespaces } from '../../config/contract';
import type { ComponentRows } from '../dashboard-row';

/** Whether the other panels can be believed. */
export const monitoringRows: ComponentRows = () => [
  {
    dashboard: 'infrastructure',
    title: 'Monitoring',
    logs: `{namespace="${namespaces.monitoring}"}`,
    panels: [
      {
        title: 'Alerts that fire',
        description: 'The watchdog, which always does, is left out.',
        kind: 'stat',
        unit: 'none',
        queries: [
          {
            expression:
              'sum by (severity) (ALERTS{alertstate="firing",severity!="heartbeat"}) or label_replace(vector(0), "severity", "none", "", "")',
            legend: '{{severity}}',
          },
        ],
      },
      {
        title: 'Targets that are not there',
        description: 'What a panel shows of them is old. Normal: 0.',
        kind: 'timeseries',
        unit: 'short',
        queries: [{ expression: 'count by (job) (up == 0) or 0 * count by (job) (up)', legend: '{{job}}' }],
        alerts: ['TargetDown'],
      },
      {
        title: 'Series',
        description:
          'That Prometheus keeps in memory. They grow with tenants: 10 of them cost little, each of 1,000 counts.',
        kind: 'timeseries',
        unit: 'short',
        queries: [
          { expression: 'max by (pod) (prometheus_tsdb_head_series{job="prometheus"})', legend: '{{pod}}' },
        ],
      },
      {
        title: 'Memory of Prometheus',
        description: 'Resident, by pod.',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [
          { expression: 'max by (pod) (process_resident_memory_bytes{job="prometheus"})', legend: '{{pod}}' },
        ],
      },
      {
        title: 'Time that rules take',
        description: 'Of each group, at its last evaluation. It has as long as the interval between two.',
        kind: 'timeseries',
        unit: 's',
        queries: [
          {
            expression: 'max by (rule_group) (prometheus_rule_group_last_duration_seconds{job="prometheus"})',
            legend: '{{rule_group}}',
          },
        ],
        alerts: ['RulesFailing', 'PrometheusReloadFailed'],
      },
      {
        title: 'Notifications that fail',
        description: 'Of Alertmanager, by receiver, and of Prometheus on the way to it. Normal: 0.',
        kind: 'timeseries',
        unit: 'ops',
        queries: [
          {
            expression:
              'sum by (integration) (rate(alertmanager_notifications_failed_total{job="alertmanager"}[$__rate_interval]))',
            legend: '{{integration}}',
          },
          {
            expression:
              'sum(rate(prometheus_notifications_dropped_total{job="prometheus"}[$__rate_interval]))',
            legend: 'dropped by Prometheus',
          },
        ],
        alerts: ['AlertsNotDelivered', 'AlertsDropped', 'AlertmanagerReloadFailed'],
      },
      {
        title: 'Pods of Alertmanager that find one another',
        description: 'As each counts them, itself too. Fewer than there are: one fault makes two pages.',
        kind: 'timeseries',
        unit: 'short',
        queries: [
          {
            expression: 'max by (pod) (alertmanager_cluster_members{job="alertmanager"})',
            legend: '{{pod}}',
          },
        ],
        alerts: ['AlertmanagerAlone'],
      },
    ],
  },
];
