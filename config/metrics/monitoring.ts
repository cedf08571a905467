import { logLinesMetric } from '../logs';
import { scrapeJobs } from '../monitoring';
import { addonScrapes, nodeScrapes, podScrapes } from '../scrapes';
import { counter, gauge, histogram, type MetricSource } from './metric';

/** Of every scrape, whatever the target; Prometheus writes them itself. */
export const scrapeMetrics: MetricSource = {
  title: 'Prometheus, about its targets',
  project: 'https://prometheus.io/docs/concepts/jobs_instances/',
  version: null,
  jobs: [
    ...podScrapes.map(({ workload }) => workload),
    ...[...addonScrapes, ...nodeScrapes].map(({ job }) => job),
    scrapeJobs.blackbox,
  ],
  target: 'address',
  metrics: [gauge('up'), gauge('scrape_duration_seconds'), gauge('scrape_samples_scraped')],
};

/** Alerts that are pending or firing, while they are; without a job of their own. */
export const alertMetrics: MetricSource = {
  title: 'Prometheus, about its alerts',
  project: 'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/',
  version: null,
  jobs: [],
  target: 'address',
  metrics: [
    gauge(
      'ALERTS',
      'alertname',
      { alertstate: ['pending', 'firing'] },
      { severity: ['critical', 'warning', 'heartbeat'] },
    ),
  ],
};

export const prometheusMetrics: MetricSource = {
  title: 'Prometheus',
  project: 'https://github.com/prometheus/prometheus',
  version: null,
  jobs: ['prometheus'],
  target: 'pod',
  metrics: [
    gauge('prometheus_tsdb_head_series'),
    gauge('prometheus_tsdb_storage_blocks_bytes'),
    gauge('prometheus_config_last_reload_successful'),
    counter('prometheus_rule_evaluation_failures_total', 'rule_group'),
    gauge('prometheus_rule_group_last_duration_seconds', 'rule_group'),
    counter('prometheus_notifications_dropped_total', 'alertmanager'),
    gauge('prometheus_notifications_alertmanagers_discovered'),
    counter('prometheus_target_scrapes_exceeded_sample_limit_total'),
    gauge('process_resident_memory_bytes'),
  ],
};

export const alertmanagerMetrics: MetricSource = {
  title: 'Alertmanager',
  project: 'https://github.com/prometheus/alertmanager',
  version: null,
  jobs: ['alertmanager'],
  target: 'pod',
  metrics: [
    gauge('alertmanager_alerts', { state: ['active', 'suppressed', 'unprocessed'] }),
    counter('alertmanager_notifications_total', 'integration'),
    counter('alertmanager_notifications_failed_total', 'integration', 'reason'),
    gauge('alertmanager_cluster_members'),
    gauge('alertmanager_config_last_reload_successful'),
  ],
};

export const lokiMetrics: MetricSource = {
  title: 'Loki',
  project: 'https://grafana.com/docs/loki/latest/operations/observability/',
  version: null,
  jobs: ['loki'],
  target: 'pod',
  metrics: [
    counter('loki_distributor_bytes_received_total', 'tenant'),
    counter('loki_distributor_lines_received_total', 'tenant'),
    counter('loki_discarded_samples_total', 'reason', 'tenant'),
    histogram('loki_request_duration_seconds', 'method', 'route', 'status_code'),
    gauge('loki_compactor_apply_retention_last_successful_run_timestamp_seconds'),
  ],
};

export const logAgentMetrics: MetricSource = {
  title: 'Grafana Alloy',
  project: 'https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/',
  version: null,
  jobs: ['log-agent'],
  target: 'pod',
  metrics: [
    counter('loki_write_sent_entries_total', 'component_id', 'host'),
    counter('loki_write_dropped_entries_total', 'component_id', 'host', 'reason'),
    counter(`${logLinesMetric.prefix}${logLinesMetric.name}`, 'exported_namespace', 'app', 'level'),
  ],
};

/** `instance` is the address that was asked. */
export const blackboxMetrics: MetricSource = {
  title: 'blackbox exporter',
  project: 'https://github.com/prometheus/blackbox_exporter',
  version: null,
  jobs: [scrapeJobs.blackbox],
  target: 'address',
  metrics: [
    gauge('probe_success'),
    gauge('probe_duration_seconds'),
    gauge('probe_http_status_code'),
    gauge('probe_http_duration_seconds', 'phase'),
    gauge('probe_ssl_earliest_cert_expiry'),
  ],
};
