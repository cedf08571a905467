import { scrapeJobs } from '../../config/monitoring';
import type { ComponentRows } from '../dashboard-row';

const node = `job="${scrapeJobs.nodeExporter}"`;
const objects = `job="${scrapeJobs.kubeStateMetrics}"`;
/** Disks that pods write to; a node's own system lies on a read-only one that is full from the start. */
const disks = `${node},fstype=~"ext4|xfs"`;

/** The nodes and the disks of pods. */
export const nodeRows: ComponentRows = () => [
  {
    dashboard: 'infrastructure',
    title: 'Nodes',
    logs: null,
    panels: [
      {
        title: 'Nodes ready',
        description: 'Nodes come and go with what pods need.',
        kind: 'stat',
        unit: 'none',
        queries: [
          {
            expression: `sum(max by (node) (kube_node_status_condition{${objects},condition="Ready",status="true"}))`,
            legend: 'ready',
          },
        ],
        alerts: ['NodeLost'],
      },
      {
        title: 'CPU in use',
        description:
          'Of each node. Pods are added at 70% of what they ask for, so a node may be full for a while.',
        kind: 'timeseries',
        unit: 'percentunit',
        queries: [
          {
            expression: `1 - avg by (node) (rate(node_cpu_seconds_total{${node},mode="idle"}[$__rate_interval]))`,
            legend: '{{node}}',
          },
        ],
      },
      {
        title: 'Memory in use',
        description: 'Of each node. Near 100% its pods are sent away.',
        kind: 'timeseries',
        unit: 'percentunit',
        queries: [
          {
            expression: `1 - sum by (node) (node_memory_MemAvailable_bytes{${node}}) / sum by (node) (node_memory_MemTotal_bytes{${node}})`,
            legend: '{{node}}',
          },
        ],
      },
      {
        title: 'Disk in use',
        description: 'Of each node’s fullest disk. At 85% its pods are sent away.',
        kind: 'timeseries',
        unit: 'percentunit',
        queries: [
          {
            expression: `max by (node) (1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})`,
            legend: '{{node}}',
          },
        ],
        alerts: ['NodeDiskHigh'],
        thresholds: [0.8],
      },
      {
        title: 'Network',
        description: 'Received by each node, bytes a second.',
        kind: 'timeseries',
        unit: 'Bps',
        queries: [
          {
            expression: `sum by (node) (rate(node_network_receive_bytes_total{${node},device!="lo"}[$__rate_interval]))`,
            legend: '{{node}}',
          },
        ],
      },
      {
        title: 'Volumes in use',
        description: 'Of each volume claim. They grow by config, without downtime; they never shrink.',
        kind: 'timeseries',
        unit: 'percentunit',
        queries: [
          {
            expression: `max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{job="${scrapeJobs.kubelet}"} / kubelet_volume_stats_capacity_bytes{job="${scrapeJobs.kubelet}"})`,
            legend: '{{namespace}} {{persistentvolumeclaim}}',
          },
        ],
        alerts: ['VolumeHigh', 'VolumeNearlyFull'],
        thresholds: [0.8, 0.95],
      },
    ],
  },
];
