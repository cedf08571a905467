import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { currentTenant, hasTenant } from '@platform/tenancy/context/current-tenant';
import { TenantLabels } from './tenant-labels';

export const registry = new Registry();
collectDefaultMetrics({ register: registry });

const registers = [registry];
const tenants = new TenantLabels();

/** Value of the label `tenant` for the running work. */
export const tenantLabel = (): string => tenants.label(hasTenant() ? currentTenant().slug : undefined);

/** One, two and five to a decade around the thresholds of the alerts: latency over 1 s and over 2 s. */
const requestSeconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];
const taskSeconds = [0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200];

const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
  new Counter({ name, help, labelNames, registers });

/** `route` is the template, such as `/v1/agents/{agentId}`, or `unknown`; `status` the code. */
export const httpRequests = counter('http_requests_total', 'Requests answered.', [
  'method',
  'route',
  'status',
  'tenant',
]);

export const httpRequestDuration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Seconds from the request line to the end of the answer.',
  labelNames: ['method', 'route', 'status', 'tenant'],
  buckets: requestSeconds,
  registers,
});

/** `change` is created, updated or deleted. */
export const agentChanges = counter('agent_changes_total', 'Agents created, updated and deleted.', [
  'change',
  'tenant',
]);

export const tasksAccepted = counter('tasks_accepted_total', 'Tasks that the API acknowledged.', [
  'kind',
  'tenant',
]);

/** `outcome` is done, failed or cancelled: done over all is the task completion. */
export const tasksFinished = counter('tasks_finished_total', 'Tasks that came to an end.', [
  'kind',
  'outcome',
  'tenant',
]);

export const taskDuration = new Histogram({
  name: 'task_duration_seconds',
  help: 'Seconds that a worker spent on a task.',
  labelNames: ['kind', 'outcome'],
  buckets: taskSeconds,
  registers,
});

export const tasksRunning = new Gauge({
  name: 'tasks_running',
  help: 'Tasks that this worker runs now.',
  labelNames: ['kind'],
  registers,
});

/** Of all tenants together; each worker tells the same figure, so take the maximum over them. */
export const tasksWaiting = new Gauge({
  name: 'tasks_waiting',
  help: 'Tasks accepted and not started: the queue depth.',
  registers,
});

/** As `tasks_waiting`, of all tenants: take the maximum over the workers. */
export const tasksWaitingOldest = new Gauge({
  name: 'tasks_waiting_oldest_seconds',
  help: 'How long the oldest task that is due waits to be started; 0: none waits.',
  registers,
});

export const workflowsRunning = new Gauge({
  name: 'workflows_running',
  help: 'Workflows whose end this worker waits for.',
  registers,
});

export const workflowsFinished = counter('workflows_finished_total', 'Workflows that came to an end.', [
  'outcome',
  'tenant',
]);

export const websocketConnections = new Gauge({
  name: 'websocket_connections',
  help: 'Sockets connected to this pod.',
  registers,
});

/** Of sockets that are signed in; `websocket_connections` also counts those that are about to. */
export const tenantSockets = new Gauge({
  name: 'tenant_sockets',
  help: 'Sockets of a tenant that are connected to this pod.',
  labelNames: ['tenant'],
  registers,
});

/** Of tenants with a label of their own: what `other` may send in all says nothing about any of them. */
export const requestsLimit = new Gauge({
  name: 'tenant_requests_per_minute_limit',
  help: 'Requests a minute that a tenant may send, by its tier or contract.',
  labelNames: ['tenant'],
  registers,
});

/** `limit` is agents, tasks or storage. Requests over the rate are the 429s of `http_requests_total` besides. */
export const limitsReached = counter(
  'tenant_limits_reached_total',
  'Requests refused because the tenant has used up a quota of its tier or contract.',
  ['limit', 'tenant'],
);

export const providerCalls = counter('provider_calls_total', 'Calls at model providers.', [
  'provider',
  'model',
  'outcome',
  'tenant',
]);

/** `direction` is input or output. */
export const providerTokens = counter('provider_tokens_total', 'Tokens at model providers.', [
  'provider',
  'model',
  'direction',
  'tenant',
]);

/** At the price of the day of the call; the bill is the provider's. */
export const providerCost = counter('provider_cost_usd_total', 'US dollars of calls at model providers.', [
  'provider',
  'model',
  'tenant',
]);
