import { scrapeJobs } from '../../config/monitoring';
import type { ComponentRules } from '../alert';

const disks = `job="${scrapeJobs.nodeExporter}",fstype=~"ext4|xfs"`;
/** A node's own system lies on a read-only disk that is full from the start. */
const usedOfDisk = `(1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}}) and node_filesystem_readonly{${disks}} == 0`;

const usedOfVolume = `max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{job="${scrapeJobs.kubelet}"} / kubelet_volume_stats_capacity_bytes{job="${scrapeJobs.kubelet}"})`;

/** Nodes and the disks of pods. A node that Karpenter takes away is gone from the API, and no alert. */
export const nodeAlerts: ComponentRules = () => ({
  name: 'nodes',
  recordings: [],
  alerts: [
    {
      name: 'NodeLost',
      severity: 'critical',
      owner: 'platform',
      expression: `max by (node) (kube_node_status_condition{job="${scrapeJobs.kubeStateMetrics}",condition="Ready",status="true"}) == 0`,
      forMinutes: 3,
      summary:
        'Node {{ $labels.node }} does not answer: what customers had open on its pods is cut off until these run elsewhere.',
    },
    {
      name: 'NodeDiskHigh',
      severity: 'warning',
      owner: 'platform',
      expression: `max by (instance) (${usedOfDisk}) > 0.8`,
      forMinutes: 10,
      summary:
        'The disk of node {{ $labels.instance }} is {{ $value | humanizePercentage }} full: at 85% its pods are sent away.',
    },
    {
      name: 'VolumeHigh',
      severity: 'warning',
      owner: 'platform',
      expression: `${usedOfVolume} > 0.8`,
      forMinutes: 10,
      summary:
        'Volume {{ $labels.persistentvolumeclaim }} ({{ $labels.namespace }}) is {{ $value | humanizePercentage }} full: what writes to it will stop.',
    },
    {
      name: 'VolumeNearlyFull',
      severity: 'critical',
      owner: 'platform',
      expression: `${usedOfVolume} > 0.95`,
      forMinutes: 5,
      summary:
        'Volume {{ $labels.persistentvolumeclaim }} ({{ $labels.namespace }}) is {{ $value | humanizePercentage }} full: what writes to it is about to stop.',
    },
  ],
});
