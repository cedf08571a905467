import { applicationComponents } from '../contract';
import { counter, gauge, histogram, type MetricSource } from './metric';

const taskOutcome = { outcome: ['done', 'failed', 'cancelled'] };

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
    counter('agent_changes_total', { change: ['created', 'updated', 'deleted'] }, 'tenant'),
    counter('tasks_accepted_total', 'kind', 'tenant'),
    counter('tasks_finished_total', 'kind', taskOutcome, 'tenant'),
    histogram('task_duration_seconds', 'kind', taskOutcome),
    gauge('tasks_running', 'kind'),
    gauge('tasks_waiting'),
    gauge('tasks_waiting_oldest_seconds'),
    gauge('workflows_running'),
    counter('workflows_finished_total', taskOutcome, 'tenant'),
    gauge('websocket_connections'),
    gauge('tenant_sockets', 'tenant'),
    gauge('tenant_requests_per_minute_limit', 'tenant'),
    counter('tenant_limits_reached_total', { limit: ['agents', 'tasks', 'storage'] }, 'tenant'),
    counter(
      'provider_calls_total',
      'provider',
      'model',
      { outcome: ['done', 'failed', 'refused'] },
      'tenant',
    ),
    counter('provider_tokens_total', 'provider', 'model', { direction: ['input', 'output'] }, 'tenant'),
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
