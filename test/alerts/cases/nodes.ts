import { type AlertCase, gauge } from '../alert-case';

const page = { severity: 'critical', owner: 'platform', component: 'nodes' };
const notice = { ...page, severity: 'warning' };

const disk = (metric: string, device: string): string =>
  `node_filesystem_${metric}{job="node-exporter",instance="ip-10-0-32-7",device="${device}",fstype="ext4"}`;
const volume = (metric: string): string =>
  `kubelet_volume_stats_${metric}_bytes{job="kubelet",instance="ip-10-0-32-7",namespace="monitoring",persistentvolumeclaim="data-prometheus-0"}`;
const ofVolume = { namespace: 'monitoring', persistentvolumeclaim: 'data-prometheus-0' };

export const nodeCases: readonly AlertCase[] = [
  {
    alert: 'NodeLost',
    series: {
      'kube_node_status_condition{job="kube-state-metrics",node="ip-10-0-32-7",condition="Ready",status="true"}':
        gauge([10, 1], [10, 0], [10, 1]),
      'kube_node_status_condition{job="kube-state-metrics",node="ip-10-0-32-8",condition="Ready",status="true"}':
        gauge([30, 1]),
    },
    silentAt: [9, 12],
    firingAt: 14,
    recoveredAt: 21,
    labels: { ...page, node: 'ip-10-0-32-7' },
    summary:
      'Node ip-10-0-32-7 does not answer: what customers had open on its pods is cut off until these run elsewhere.',
  },
  {
    alert: 'NodeDiskHigh',
    series: {
      [disk('avail_bytes', 'data')]: gauge([20, 21], [20, 15], [20, 30]),
      [disk('size_bytes', 'data')]: gauge([60, 100]),
      [disk('readonly', 'data')]: gauge([60, 0]),
      // The node's own system.
      [disk('avail_bytes', 'root')]: gauge([60, 0]),
      [disk('size_bytes', 'root')]: gauge([60, 100]),
      [disk('readonly', 'root')]: gauge([60, 1]),
    },
    silentAt: [19, 29],
    firingAt: 31,
    recoveredAt: 41,
    labels: { ...notice, instance: 'ip-10-0-32-7' },
    summary: 'The disk of node ip-10-0-32-7 is 85% full: at 85% its pods are sent away.',
  },
  {
    alert: 'VolumeHigh',
    series: {
      [volume('used')]: gauge([20, 79], [20, 85], [20, 79]),
      [volume('capacity')]: gauge([60, 100]),
    },
    silentAt: [19, 29],
    firingAt: 31,
    recoveredAt: 41,
    labels: { ...notice, ...ofVolume },
    summary: 'Volume data-prometheus-0 (monitoring) is 85% full: what writes to it will stop.',
  },
  {
    alert: 'VolumeNearlyFull',
    series: {
      [volume('used')]: gauge([20, 94], [20, 97], [20, 94]),
      [volume('capacity')]: gauge([60, 100]),
    },
    silentAt: [19, 24],
    firingAt: 26,
    recoveredAt: 41,
    labels: { ...page, ...ofVolume },
    summary: 'Volume data-prometheus-0 (monitoring) is 97% full: what writes to it is about to stop.',
  },
];
