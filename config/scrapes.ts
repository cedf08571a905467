import { kedaPorts } from './autoscaling';
import { applicationComponents, ports } from './contract';
import type { AddonPod, Workload } from './flows';
import { monitoringPorts, scrapeJobs } from './monitoring';
import { temporalMetricsPort, temporalServices } from './temporal';

/** A workload whose pods show metrics. Prometheus scrapes each of them, as a job of the workload's name. */
export interface PodScrape {
  readonly workload: Workload;
  /** `application`: the application's port, at its metrics path, if its image has one. Else the path is `/metrics`. */
  readonly port: number | 'application';
}

/** Every workload that shows metrics. A line here is the scrape, the flow and the policy. */
export const podScrapes: readonly PodScrape[] = [
  ...applicationComponents.map((workload): PodScrape => ({ workload, port: 'application' })),
  { workload: 'pooler', port: ports.poolerMetrics },
  { workload: 'ingress', port: ports.ingressMetrics },
  { workload: 'keda-operator', port: kedaPorts.prometheus },
  { workload: 'keda-metrics', port: kedaPorts.prometheus },
  ...temporalServices.map((service): PodScrape => ({
    workload: `temporal-${service}`,
    port: temporalMetricsPort,
  })),
  { workload: 'prometheus', port: monitoringPorts.prometheus },
  // By the same port it is told of alerts.
  { workload: 'alertmanager', port: monitoringPorts.alertmanager },
  { workload: 'loki', port: monitoringPorts.loki },
  { workload: 'log-agent', port: monitoringPorts.logAgent },
  { workload: 'postgres-exporter', port: monitoringPorts.postgresExporter },
  { workload: 'redis-exporter', port: monitoringPorts.redisExporter },
  { workload: 'blackbox-exporter', port: monitoringPorts.blackboxExporter },
];

/** An add-on's pods, found by the name of its Service. */
export interface AddonScrape {
  readonly addon: AddonPod;
  readonly job: string;
  readonly port: number;
}

export const addonScrapes: readonly AddonScrape[] = [
  {
    addon: 'kube-state-metrics',
    job: scrapeJobs.kubeStateMetrics,
    port: monitoringPorts.kubeStateMetrics,
  },
  { addon: 'cert-manager', job: scrapeJobs.certManager, port: monitoringPorts.certManager },
];

/** What every node shows of itself and of its containers. */
export interface NodeScrape {
  readonly job: string;
  readonly port: number;
  readonly path: string;
  /** The kubelet asks who is asking: TLS, and a token with the right to see `nodes/metrics`. */
  readonly authenticated: boolean;
}

export const nodeScrapes: readonly NodeScrape[] = [
  { job: scrapeJobs.kubelet, port: monitoringPorts.kubelet, path: '/metrics', authenticated: true },
  {
    job: scrapeJobs.containers,
    port: monitoringPorts.kubelet,
    path: '/metrics/cadvisor',
    authenticated: true,
  },
  {
    job: scrapeJobs.nodeExporter,
    port: monitoringPorts.nodeExporter,
    path: '/metrics',
    authenticated: false,
  },
];
