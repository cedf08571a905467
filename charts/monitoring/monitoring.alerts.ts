import type { Alert, ComponentRules } from '../alert';

/** Always fires. It leaves the cluster, and an alarm of CloudWatch pages when it stops to arrive. */
export const watchdog: Alert = {
  name: 'Watchdog',
  severity: 'heartbeat',
  owner: 'platform',
  expression: 'vector(1)',
  forMinutes: 0,
  summary: 'Prometheus evaluates rules and Alertmanager delivers.',
};

/** Whether the other alerts can be believed. */
export const monitoringAlerts: ComponentRules = () => ({
  name: 'monitoring',
  recordings: [],
  alerts: [
    watchdog,
    {
      name: 'TargetDown',
      severity: 'warning',
      owner: 'platform',
      expression: 'count by (job) (up == 0)',
      forMinutes: 10,
      summary: '{{ $value }} of {{ $labels.job }} show no figures: no alert tells what customers feel there.',
    },
    {
      name: 'RulesFailing',
      severity: 'critical',
      owner: 'platform',
      expression:
        'sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total{job="prometheus"}[5m])) > 0',
      forMinutes: 5,
      summary:
        'Rules in {{ $labels.rule_group }} cannot be evaluated: what customers feel there makes no alert.',
    },
    {
      name: 'PrometheusReloadFailed',
      severity: 'warning',
      owner: 'platform',
      expression: 'min by (instance) (prometheus_config_last_reload_successful{job="prometheus"}) == 0',
      forMinutes: 10,
      summary:
        'Prometheus {{ $labels.instance }} refuses its configuration: it alerts by the old one until it restarts, then not at all.',
    },
    {
      name: 'AlertsDropped',
      severity: 'critical',
      owner: 'platform',
      // By Alertmanager: one that is replaced loses what the other has got. Without any, nothing is counted.
      expression:
        'min by (instance) (increase(prometheus_notifications_dropped_total{job="prometheus"}[10m])) > 0 or min by (instance) (prometheus_notifications_alertmanagers_discovered{job="prometheus"}) == 0',
      forMinutes: 5,
      summary:
        'Prometheus {{ $labels.instance }} loses alerts on their way to Alertmanager: customers may feel what nobody is told.',
    },
    {
      name: 'AlertsNotDelivered',
      severity: 'critical',
      owner: 'platform',
      expression:
        'sum by (integration) (increase(alertmanager_notifications_failed_total{job="alertmanager"}[10m])) > 2',
      forMinutes: 5,
      summary:
        'Alertmanager cannot deliver by {{ $labels.integration }}: customers may feel what nobody is told.',
    },
    {
      name: 'AlertmanagerReloadFailed',
      severity: 'warning',
      owner: 'platform',
      expression: 'min by (instance) (alertmanager_config_last_reload_successful{job="alertmanager"}) == 0',
      forMinutes: 10,
      summary:
        'Alertmanager {{ $labels.instance }} refuses its configuration: it pages by the old one until it restarts, then not at all.',
    },
    {
      name: 'AlertmanagerAlone',
      severity: 'warning',
      owner: 'platform',
      expression:
        'count(up{job="alertmanager"} == 1) > 1 and min(alertmanager_cluster_members{job="alertmanager"}) < 2',
      forMinutes: 10,
      summary:
        'Alertmanager’s pods do not find one another: one fault that customers feel makes two pages, and a silence holds on one pod.',
    },
  ],
});
