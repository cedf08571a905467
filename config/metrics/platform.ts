import { kedaVersion } from '../autoscaling';
import { scrapeJobs } from '../monitoring';
import { temporalServices } from '../temporal';
import { counter, gauge, histogram, type MetricSource } from './metric';

const entrypoint = { entrypoint: ['web', 'websecure', 'health', 'metrics'] };
const protocol = { protocol: ['http', 'sse', 'websocket'] };

/** `code` is the status, `service` the Service behind the route. */
export const ingressMetrics: MetricSource = {
  title: 'Traefik',
  project: 'https://doc.traefik.io/traefik/reference/install-configuration/observability/metrics/',
  version: '3.7.13',
  jobs: ['ingress'],
  target: 'pod',
  metrics: [
    counter('traefik_entrypoint_requests_total', 'code', entrypoint, 'method', protocol),
    histogram('traefik_entrypoint_request_duration_seconds', 'code', entrypoint, 'method', protocol),
    counter('traefik_entrypoint_requests_bytes_total', 'code', entrypoint, 'method', protocol),
    counter('traefik_entrypoint_responses_bytes_total', 'code', entrypoint, 'method', protocol),
    counter('traefik_service_requests_total', 'code', 'method', protocol, 'service'),
    histogram('traefik_service_request_duration_seconds', 'code', 'method', protocol, 'service'),
    counter('traefik_router_requests_total', 'code', 'method', protocol, 'router', 'service'),
    histogram('traefik_router_request_duration_seconds', 'code', 'method', protocol, 'router', 'service'),
    gauge('traefik_open_connections', entrypoint, protocol),
    gauge('traefik_tls_certs_not_after', 'cn', 'sans', 'serial'),
    counter('traefik_config_reloads_total'),
    gauge('traefik_config_last_reload_success'),
  ],
};

/** The server's own; those of workers are the application's. Its label `namespace` is kept under another name. */
export const temporalMetrics: MetricSource = {
  title: 'Temporal server',
  project: 'https://docs.temporal.io/references/cluster-metrics',
  version: '1.32.1',
  jobs: temporalServices.map((service) => `temporal-${service}`),
  target: 'pod',
  metrics: [
    counter('service_requests', 'exported_namespace', 'operation', 'service_name'),
    counter('service_errors', 'exported_namespace', 'operation', 'service_name'),
    counter('service_error_with_type', 'error_type', 'exported_namespace', 'operation', 'service_name'),
    histogram('service_latency', 'exported_namespace', 'operation', 'service_name'),
    counter('persistence_requests', 'operation', 'service_name'),
    counter('persistence_errors', 'operation', 'service_name'),
    histogram('persistence_latency', 'operation', 'service_name'),
    counter('workflow_success', 'exported_namespace', 'operation', 'service_name'),
    counter('workflow_failed', 'exported_namespace', 'operation', 'service_name'),
    counter('workflow_timeout', 'exported_namespace', 'operation', 'service_name'),
    counter('workflow_terminate', 'exported_namespace', 'operation', 'service_name'),
    gauge('approximate_backlog_count', 'exported_namespace', 'service_name', 'task_type', 'taskqueue'),
    gauge('approximate_backlog_age_seconds', 'exported_namespace', 'service_name', 'task_type', 'taskqueue'),
  ],
};

/** `scaledObject` is the workload's name. */
export const kedaMetrics: MetricSource = {
  title: 'KEDA operator',
  project: 'https://keda.sh/docs/2.21/integrations/prometheus/',
  version: kedaVersion,
  jobs: ['keda-operator'],
  target: 'pod',
  metrics: [
    gauge('keda_scaler_active', 'metric', 'scaledObject', 'scaler', 'triggerIndex', 'type'),
    gauge('keda_scaler_metrics_value', 'metric', 'scaledObject', 'scaler', 'triggerIndex', 'type'),
    gauge('keda_scaler_metrics_latency_seconds', 'metric', 'scaledObject', 'scaler', 'triggerIndex', 'type'),
    counter('keda_scaler_detail_errors_total', 'metric', 'scaledObject', 'scaler', 'triggerIndex', 'type'),
    gauge('keda_scaled_object_paused', 'scaledObject'),
  ],
};

/** By EKS's add-on. */
export const certManagerMetrics: MetricSource = {
  title: 'cert-manager',
  project: 'https://cert-manager.io/docs/devops-tips/prometheus-metrics/',
  version: null,
  jobs: [scrapeJobs.certManager],
  target: 'address',
  metrics: [
    gauge(
      'certmanager_certificate_ready_status',
      { condition: ['True', 'False', 'Unknown'] },
      'name',
      'namespace',
    ),
    gauge('certmanager_certificate_expiration_timestamp_seconds', 'name', 'namespace'),
  ],
};
