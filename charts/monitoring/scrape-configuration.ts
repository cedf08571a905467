import { monitoringHosts, monitoringPorts, scrapeJobs, serviceAccountFiles } from '../../config/monitoring';
import { addonPodNamespaces, workloadNamespaces } from '../../config/flows';
import { podLabels } from '../../config/contract';
import type { Environment } from '../../config/schema';
import {
  addonScrapes,
  type AddonScrape,
  nodeScrapes,
  type NodeScrape,
  podScrapes,
  type PodScrape,
} from '../../config/scrapes';
import { droppedMetrics } from './dropped-metrics';
import { probeModule } from './blackbox-configuration';

/** One scrape takes no more than this, so that an image with a label of its own making cannot fill the memory. */
export const samplesOfAPodMax = 50_000;

interface Relabelling {
  readonly [field: string]: unknown;
}

const keep = (source: string, regex: string): Relabelling => ({
  source_labels: [source],
  regex,
  action: 'keep',
});

const copy = (source: string, target: string): Relabelling => ({
  source_labels: [source],
  target_label: target,
});

/**
 * Everything that Prometheus scrapes, from the tables of `config/scrapes.ts`. A series has the labels `job`,
 * `namespace`, `pod`, `node` and `instance` of its target, and no other: a target's own labels of these names are kept
 * under `exported_…`. https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export const scrapeConfiguration = (environment: Environment): object[] => [
  ...podScrapes.flatMap((scrape) => podJob(scrape, environment)),
  ...addonScrapes.map(addonJob),
  ...nodeScrapes.map(nodeJob),
  probeJob(environment),
];

/** Running pods of one workload, at the one port of theirs that shows metrics. */
function podJob({ workload, port }: PodScrape, { application }: Environment): object[] {
  const isApplication = port === 'application';
  const path = isApplication ? application.metricsPath : '/metrics';
  if (path === null) return [];
  const selector = `${podLabels.name}=${workload}`;
  return [
    {
      job_name: workload,
      metrics_path: path,
      sample_limit: samplesOfAPodMax,
      kubernetes_sd_configs: [
        {
          role: 'pod',
          namespaces: { names: [workloadNamespaces[workload]] },
          selectors: [{ role: 'pod', label: selector }],
        },
      ],
      relabel_configs: [
        keep('__meta_kubernetes_pod_phase', 'Running'),
        keep('__meta_kubernetes_pod_container_port_number', `${isApplication ? application.port : port}`),
        copy('__meta_kubernetes_namespace', 'namespace'),
        copy('__meta_kubernetes_pod_name', 'pod'),
        copy('__meta_kubernetes_pod_node_name', 'node'),
        copy('__meta_kubernetes_pod_name', 'instance'),
      ],
      ...drops(workload),
    },
  ];
}

/** kube-state-metrics tells of others, so the labels `namespace` and `pod` are theirs. */
const addonJob = ({ addon, job, port }: AddonScrape): object => ({
  job_name: job,
  honor_labels: true,
  static_configs: [{ targets: [`${addon}.${addonPodNamespaces[addon]}.svc:${port}`] }],
  ...drops(job),
});

/**
 * The kubelet and the node exporter of each node, at the node's own address. The kubelet's certificate is not verified:
 * the authority that signs it is not the one that pods know. The token that it sees can read metrics and nothing else.
 */
const nodeJob = ({ job, port, path, authenticated }: NodeScrape): object => ({
  job_name: job,
  metrics_path: path,
  ...(authenticated && {
    scheme: 'https',
    authorization: { credentials_file: serviceAccountFiles.token },
    tls_config: { insecure_skip_verify: true },
  }),
  kubernetes_sd_configs: [{ role: 'node' }],
  relabel_configs: [
    {
      source_labels: ['__meta_kubernetes_node_address_InternalIP'],
      target_label: '__address__',
      replacement: `$1:${port}`,
    },
    copy('__meta_kubernetes_node_name', 'node'),
    copy('__meta_kubernetes_node_name', 'instance'),
  ],
  ...drops(job),
});

/** The address that the blackbox exporter asks as a customer would; `instance` is the address. */
const probeJob = ({ edge, application }: Environment): object => ({
  job_name: scrapeJobs.blackbox,
  scrape_interval: '60s',
  metrics_path: '/probe',
  params: { module: [probeModule] },
  static_configs: [{ targets: [`https://${edge.appHost}${application.probes.live.path}`] }],
  relabel_configs: [
    copy('__address__', '__param_target'),
    copy('__param_target', 'instance'),
    {
      target_label: '__address__',
      replacement: `${monitoringHosts.blackboxExporter}:${monitoringPorts.blackboxExporter}`,
    },
  ],
});

const drops = (job: string): object => {
  const found = droppedMetrics[job];
  return found ? { metric_relabel_configs: found.map(({ reason: _, ...rule }) => rule) } : {};
};
