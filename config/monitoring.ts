import { namespaces } from './contract';

/**
 * Names of monitoring that charts, stacks, tests and the rehearsal must agree on. Nothing here differs between
 * environments.
 */

/** Pods of monitoring, each a workload of the namespace `monitoring`. */
export const monitoringWorkloadNamespaces = {
  prometheus: namespaces.monitoring,
  alertmanager: namespaces.monitoring,
  loki: namespaces.monitoring,
  'log-agent': namespaces.monitoring,
  'postgres-exporter': namespaces.monitoring,
  'redis-exporter': namespaces.monitoring,
  'blackbox-exporter': namespaces.monitoring,
  grafana: namespaces.monitoring,
} as const;

/** Ports at which they listen: their projects' own. */
export const monitoringPorts = {
  prometheus: 9090,
  alertmanager: 9093,
  /** Between the pods of Alertmanager; TCP alone, which its gossip can do with. */
  alertmanagerCluster: 9094,
  grafana: 3000,
  loki: 3100,
  logAgent: 12_345,
  postgresExporter: 9187,
  redisExporter: 9121,
  blackboxExporter: 9115,
  /** Of every node: the kubelet and, by EKS's add-on, the node exporter. */
  kubelet: 10_250,
  nodeExporter: 9100,
  /** By EKS's add-on. */
  kubeStateMetrics: 8080,
  certManager: 9402,
} as const;

/** Plain DNS names, so that charts need no order to name them. */
export const monitoringHosts = {
  prometheus: `prometheus.${namespaces.monitoring}.svc`,
  alertmanager: `alertmanager.${namespaces.monitoring}.svc`,
  grafana: `grafana.${namespaces.monitoring}.svc`,
  loki: `loki.${namespaces.monitoring}.svc`,
  blackboxExporter: `blackbox-exporter.${namespaces.monitoring}.svc`,
} as const;

/** Where a pod finds its service account's own files. */
export const serviceAccountFiles = { token: '/var/run/secrets/kubernetes.io/serviceaccount/token' } as const;

/**
 * Values of the label `job`. What the application's pods show has their workload's name (`api`, `realtime`, `worker`,
 * `lifecycle`), and so do `pooler`, `ingress`, `keda-operator` and `temporal-<service>`.
 */
export const scrapeJobs = {
  kubelet: 'kubelet',
  containers: 'cadvisor',
  nodeExporter: 'node-exporter',
  kubeStateMetrics: 'kube-state-metrics',
  certManager: 'cert-manager',
  /** Probes of addresses from outside in; the label `instance` is the address. */
  blackbox: 'blackbox',
} as const;

/** Where the runbook of an alert or an alarm lies, from the repository's root. A law holds that the file exists. */
export const runbookPath = (alertName: string): string => `docs/runbooks/${alertName}.md`;
