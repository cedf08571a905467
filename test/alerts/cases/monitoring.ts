import { type AlertCase, counter, gauge } from '../alert-case';

const page = { severity: 'critical', owner: 'platform', component: 'monitoring' };
const notice = { ...page, severity: 'warning' };

const dropped = (alertmanager: string): string =>
  `prometheus_notifications_dropped_total{job="prometheus",instance="a",alertmanager="${alertmanager}"}`;
const discovered = 'prometheus_notifications_alertmanagers_discovered{job="prometheus",instance="a"}';

export const monitoringCases: readonly AlertCase[] = [
  {
    alert: 'TargetDown',
    series: {
      'up{job="redis-exporter",instance="a"}': gauge([20, 1], [20, 0], [20, 1]),
      'up{job="redis-exporter",instance="b"}': gauge([60, 1]),
    },
    silentAt: [19, 29],
    firingAt: 31,
    recoveredAt: 41,
    labels: { ...notice, job: 'redis-exporter' },
    summary: '1 of redis-exporter show no figures: no alert tells what customers feel there.',
  },
  {
    alert: 'RulesFailing',
    series: {
      'prometheus_rule_evaluation_failures_total{job="prometheus",instance="a",rule_group="/etc/prometheus/rules.yaml;api"}':
        counter([20, 0], [20, 1], [20, 0]),
    },
    silentAt: [19, 24],
    firingAt: 30,
    recoveredAt: 50,
    labels: { ...page, rule_group: '/etc/prometheus/rules.yaml;api' },
    summary:
      'Rules in /etc/prometheus/rules.yaml;api cannot be evaluated: what customers feel there makes no alert.',
  },
  {
    alert: 'PrometheusReloadFailed',
    series: {
      'prometheus_config_last_reload_successful{job="prometheus",instance="a"}': gauge(
        [20, 1],
        [20, 0],
        [20, 1],
      ),
    },
    silentAt: [19, 29],
    firingAt: 31,
    recoveredAt: 41,
    labels: { ...notice, instance: 'a' },
    summary:
      'Prometheus a refuses its configuration: it alerts by the old one until it restarts, then not at all.',
  },
  {
    alert: 'AlertsDropped',
    series: {
      // The other one still takes them, at first.
      [dropped('one')]: counter([10, 0], [30, 1], [30, 0]),
      [dropped('other')]: counter([20, 0], [20, 1], [30, 0]),
      [discovered]: gauge([70, 2]),
    },
    silentAt: [19, 24],
    firingAt: 30,
    recoveredAt: 60,
    labels: { ...page, instance: 'a' },
    summary:
      'Prometheus a loses alerts on their way to Alertmanager: customers may feel what nobody is told.',
  },
  {
    alert: 'AlertsDropped',
    series: { [discovered]: gauge([20, 1], [20, 0], [20, 1]) },
    silentAt: [19, 24],
    firingAt: 26,
    recoveredAt: 41,
    labels: { ...page, instance: 'a' },
    summary:
      'Prometheus a loses alerts on their way to Alertmanager: customers may feel what nobody is told.',
  },
  {
    alert: 'AlertsNotDelivered',
    series: {
      // Two failures in ten minutes are retried and forgotten.
      'alertmanager_notifications_failed_total{job="alertmanager",instance="a",integration="pagerduty"}':
        counter([30, 0.15], [30, 0.25], [30, 0]),
    },
    silentAt: [29, 37],
    firingAt: 42,
    recoveredAt: 80,
    labels: { ...page, integration: 'pagerduty' },
    summary: 'Alertmanager cannot deliver by pagerduty: customers may feel what nobody is told.',
  },
  {
    alert: 'AlertmanagerReloadFailed',
    series: {
      'alertmanager_config_last_reload_successful{job="alertmanager",instance="a"}': gauge(
        [20, 1],
        [20, 0],
        [20, 1],
      ),
    },
    silentAt: [19, 29],
    firingAt: 31,
    recoveredAt: 41,
    labels: { ...notice, instance: 'a' },
    summary:
      'Alertmanager a refuses its configuration: it pages by the old one until it restarts, then not at all.',
  },
  {
    alert: 'AlertmanagerAlone',
    series: {
      // Later there is one pod alone, as in a small environment.
      'up{job="alertmanager",instance="a"}': gauge([100, 1]),
      'up{job="alertmanager",instance="b"}': gauge([60, 1], [40, 0]),
      'alertmanager_cluster_members{job="alertmanager",instance="a"}': gauge([20, 2], [80, 1]),
      'alertmanager_cluster_members{job="alertmanager",instance="b"}': gauge([20, 2], [40, 1]),
    },
    silentAt: [19, 29, 90],
    firingAt: 31,
    recoveredAt: 99,
    labels: notice,
    summary:
      'Alertmanager’s pods do not find one another: one fault that customers feel makes two pages, and a silence holds on one pod.',
  },
];
