import { applicationComponents } from '../contract';
import { counter, gauge, histogram, type MetricSource } from './metric';

/** What the reference application shows: `app/src/telemetry/metrics.ts`. An image of another origin may show less. */
export const applicationMetrics: MetricSource = {
  title: 'application',
  project: 'app/src/telemetry/metrics.ts',
  version: null,
  jobs: applicationComponents,
  target: 'pod',
  metrics: [
    counter('http_requests_total', 'method', 'route', 'status', 'tenant'),
    histogram('http_request_duration_seconds', 'method', 'route', 'status', 'tenant'),
    counter('agent_changes_total', 'change', 'tenant'),
    counter('tasks_accepted_total', 'kind', 'tenant'),
    counter('tasks_finished_total', 'kind', 'outcome', 'tenant'),
    histogram('task_duration_seconds', 'kind', 'outcome'),
    gauge('tasks_running', 'kind'),
    gauge('tasks_waiting'),
    gauge('workflows_running'),
    counter('workflows_finished_total', 'outcome', 'tenant'),
    gauge('websocket_connections'),
    gauge('tenant_sockets', 'tenant'),
    counter('tenant_limits_reached_total', 'limit', 'tenant'),
    counter('provider_calls_total', 'provider', 'model', 'outcome', 'tenant'),
    counter('provider_tokens_total', 'provider', 'model', 'direction', 'tenant'),
    counter('provider_cost_usd_total', 'provider', 'model', 'tenant'),
  ],
};

/** What prom-client shows of every Node process. */
export const nodejsMetrics: MetricSource = {
  title: 'Node.js process',
  project: 'https://github.com/siimon/prom-client',
  version: '15.1.3',
  jobs: applicationComponents,
  target: 'pod',
  metrics: [
    gauge('nodejs_eventloop_lag_p99_seconds'),
    gauge('nodejs_heap_size_used_bytes'),
    gauge('nodejs_heap_size_total_bytes'),
    counter('process_cpu_seconds_total'),
    gauge('process_resident_memory_bytes'),
    gauge('process_open_fds'),
    gauge('process_max_fds'),
    gauge('process_start_time_seconds'),
  ],
};
