import { ports } from './contract';
import type { Flow } from './flows';
import { monitoringPorts } from './monitoring';
import { addonScrapes, nodeScrapes, podScrapes } from './scrapes';

const scrape = (to: Flow['to'], port: Flow['port']): Flow => ({
  from: 'prometheus',
  to,
  port,
  why: 'metrics',
});

/** Who talks to whom for monitoring. What Prometheus scrapes is in `scrapes.ts`. */
export const monitoringFlows: readonly Flow[] = [
  ...podScrapes.map(({ workload, port }) => scrape(workload, port)),
  ...addonScrapes.map(({ addon, port }) => scrape(addon, port)),
  ...[...new Set(nodeScrapes.map(({ port }) => port))].map((port) => scrape('nodes', port)),
  {
    from: 'prometheus',
    to: 'kubernetes-api',
    port: ports.kubernetesApi,
    why: 'which pods and nodes there are',
  },
  { from: 'prometheus', to: 'internet', port: ports.https, why: 'samples sent on, where remote write is on' },
  {
    from: 'alertmanager',
    to: 'alertmanager',
    port: monitoringPorts.alertmanagerCluster,
    why: 'silences and what was told already, by mutual TLS',
  },
  {
    from: 'alertmanager',
    to: 'internet',
    port: ports.https,
    why: 'pages to PagerDuty, the heartbeat to SNS',
  },
  { from: 'log-agent', to: 'loki', port: monitoringPorts.loki, why: 'lines of logs' },
  { from: 'log-agent', to: 'kubernetes-api', port: ports.kubernetesApi, why: 'pods and what they write' },
  {
    from: 'loki',
    to: 'internet',
    port: ports.https,
    why: 'chunks and index in S3, by AWS’s public endpoints',
  },
  { from: 'lifecycle', to: 'loki', port: monitoringPorts.loki, why: 'the erasure of a tenant’s lines' },
  { from: 'ingress', to: 'prometheus', port: monitoringPorts.prometheus, why: 'the public status, one path' },
  { from: 'postgres-exporter', to: 'database', port: ports.database, why: 'PostgreSQL’s statistics' },
  { from: 'redis-exporter', to: 'cache', port: ports.cache, why: 'Valkey’s statistics' },
  {
    from: 'grafana',
    to: 'prometheus',
    port: monitoringPorts.prometheus,
    why: 'what panels ask',
  },
  {
    from: 'grafana',
    to: 'alertmanager',
    port: monitoringPorts.alertmanager,
    why: 'which alerts fire, and who was told',
  },
  { from: 'grafana', to: 'loki', port: monitoringPorts.loki, why: 'the lines beside a panel' },
  { from: 'grafana', to: 'internet', port: ports.https, why: 'the identity provider, to sign operators in' },
  {
    from: 'blackbox-exporter',
    to: 'internet',
    port: ports.https,
    why: 'the application as a customer reaches it',
  },
];
