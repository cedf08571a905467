import { applicationComponents } from '../../config/contract';
import { scrapeJobs } from '../../config/monitoring';
import { temporalServices } from '../../config/temporal';

/** Series that are not kept, and why nobody misses them. */
interface Drop {
  readonly reason: string;
  readonly source_labels: readonly string[];
  /** Of the labels' values, joined by semicolons; anchored at both ends. */
  readonly regex: string;
  readonly action: 'drop' | 'keep';
}

const named = (regex: string, reason: string, action: Drop['action'] = 'drop'): Drop => ({
  reason,
  source_labels: ['__name__'],
  regex,
  action,
});

/**
 * Bounds in seconds of the application's request histogram that no alert and no panel asks for. Each is a series for
 * every tenant, route and status: without these four, a tenant costs a third less.
 */
const droppedBounds = ['0.01', '0.05', '0.25', '10'];

/** By job. Everything else is kept. */
export const droppedMetrics: Readonly<Record<string, readonly Drop[]>> = {
  ...Object.fromEntries(
    applicationComponents.map((component) => [
      component,
      [
        {
          reason: 'bounds between the ones of the alerts',
          source_labels: ['__name__', 'le'],
          regex: `http_request_duration_seconds_bucket;(${droppedBounds.join('|')})`,
          action: 'drop' as const,
        },
      ],
    ]),
  ),
  [scrapeJobs.kubelet]: [
    named(
      '(kubelet|storage|volume|rest_client|workqueue|apiserver|authentication|csi|go|kubernetes|prober|scrape|plugin)_.*_bucket',
      'histograms of the kubelet’s own work, some thousand series a node',
    ),
    named('(go|process|apiserver|authentication|authorization|workqueue)_.*', 'the kubelet as a program'),
  ],
  [scrapeJobs.containers]: [
    named(
      'container_(cpu_usage_seconds_total|cpu_cfs_throttled_periods_total|cpu_cfs_periods_total|memory_working_set_bytes|memory_rss|spec_memory_limit_bytes|network_(receive|transmit)_bytes_total|fs_(reads|writes)_bytes_total|oom_events_total|start_time_seconds)',
      'cAdvisor shows about a hundred metrics a container',
      'keep',
    ),
    {
      reason: 'sums over a cgroup and not of a container',
      source_labels: ['pod'],
      regex: '',
      action: 'drop',
    },
  ],
  [scrapeJobs.kubeStateMetrics]: [
    named(
      'kube_(.*_(labels|annotations|created|metadata_resource_version)|secret_.*|configmap_.*|lease_.*|validatingwebhookconfiguration_.*|mutatingwebhookconfiguration_.*|certificatesigningrequest_.*|replicaset_.*|endpoint.*|networkpolicy_.*)',
      'objects that nobody watches, some of them anew with each roll-out',
    ),
  ],
  [scrapeJobs.nodeExporter]: [
    named(
      'node_(scrape_collector_.*|arp_.*|netstat_.*|softnet_.*|schedstat_.*|sockstat_.*|cooling_.*|xfs_.*)',
      'figures for a node’s own maker',
    ),
  ],
  ...Object.fromEntries(
    temporalServices.map((service) => [
      `temporal-${service}`,
      [
        named(
          '(cache|persistence|lock|task_schedule|semaphore|.*_dispatch|.*_size|.*_per_.*)_.*_bucket',
          'the server’s inner histograms; requests’ and tasks’ are kept',
        ),
      ],
    ]),
  ),
};
