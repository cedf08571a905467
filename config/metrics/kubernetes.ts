import { scrapeJobs } from '../monitoring';
import { counter, gauge, histogram, type MetricSource } from './metric';

const truth = { status: ['true', 'false', 'unknown'] };
const resource = { resource: ['cpu', 'memory'] };

/** About objects, not usage: label names are those of the objects, whichever pod tells. */
export const kubeStateMetrics: MetricSource = {
  title: 'kube-state-metrics',
  project: 'https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics',
  version: null,
  jobs: [scrapeJobs.kubeStateMetrics],
  target: 'address',
  metrics: [
    gauge('kube_node_info', 'node'),
    gauge('kube_node_spec_unschedulable', 'node'),
    gauge(
      'kube_node_status_condition',
      'node',
      { condition: ['Ready', 'DiskPressure', 'MemoryPressure', 'PIDPressure'] },
      truth,
    ),
    gauge('kube_node_status_allocatable', 'node', resource),
    gauge('kube_pod_info', 'namespace', 'pod', 'node'),
    gauge('kube_pod_status_phase', 'namespace', 'pod', {
      phase: ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'],
    }),
    gauge('kube_pod_status_ready', 'namespace', 'pod', { condition: ['true', 'false', 'unknown'] }),
    gauge('kube_pod_status_unschedulable', 'namespace', 'pod'),
    counter('kube_pod_container_status_restarts_total', 'namespace', 'pod', 'container'),
    gauge('kube_pod_container_status_ready', 'namespace', 'pod', 'container'),
    gauge('kube_pod_container_status_waiting_reason', 'namespace', 'pod', 'container', {
      reason: ['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull'],
    }),
    gauge('kube_pod_container_status_last_terminated_reason', 'namespace', 'pod', 'container', {
      reason: ['OOMKilled', 'Error', 'Completed'],
    }),
    gauge('kube_pod_container_resource_requests', 'namespace', 'pod', 'container', 'node', 'resource'),
    gauge('kube_pod_container_resource_limits', 'namespace', 'pod', 'container', 'node', resource),
    gauge('kube_deployment_spec_replicas', 'namespace', 'deployment'),
    gauge('kube_deployment_status_replicas_available', 'namespace', 'deployment'),
    gauge('kube_deployment_status_replicas_unavailable', 'namespace', 'deployment'),
    gauge('kube_deployment_metadata_generation', 'namespace', 'deployment'),
    gauge('kube_deployment_status_observed_generation', 'namespace', 'deployment'),
    gauge('kube_statefulset_replicas', 'namespace', 'statefulset'),
    gauge('kube_statefulset_status_replicas_available', 'namespace', 'statefulset'),
    gauge('kube_statefulset_status_replicas_ready', 'namespace', 'statefulset'),
    gauge('kube_daemonset_status_desired_number_scheduled', 'namespace', 'daemonset'),
    gauge('kube_daemonset_status_number_ready', 'namespace', 'daemonset'),
    gauge('kube_job_status_failed', 'namespace', 'job_name'),
    gauge('kube_job_failed', 'namespace', 'job_name', { condition: ['true', 'false', 'unknown'] }),
    gauge('kube_persistentvolumeclaim_status_phase', 'namespace', 'persistentvolumeclaim', {
      phase: ['Pending', 'Bound', 'Lost'],
    }),
    gauge('kube_horizontalpodautoscaler_spec_min_replicas', 'namespace', 'horizontalpodautoscaler'),
    gauge('kube_horizontalpodautoscaler_spec_max_replicas', 'namespace', 'horizontalpodautoscaler'),
    gauge('kube_horizontalpodautoscaler_status_current_replicas', 'namespace', 'horizontalpodautoscaler'),
    gauge('kube_horizontalpodautoscaler_status_desired_replicas', 'namespace', 'horizontalpodautoscaler'),
    gauge(
      'kube_horizontalpodautoscaler_status_condition',
      'namespace',
      'horizontalpodautoscaler',
      { condition: ['AbleToScale', 'ScalingActive', 'ScalingLimited'] },
      truth,
    ),
  ],
};

export const kubeletMetrics: MetricSource = {
  title: 'kubelet',
  project: 'https://kubernetes.io/docs/reference/instrumentation/metrics/',
  version: null,
  jobs: [scrapeJobs.kubelet],
  target: 'node',
  metrics: [
    gauge('kubelet_running_pods'),
    gauge('kubelet_volume_stats_available_bytes', 'namespace', 'persistentvolumeclaim'),
    gauge('kubelet_volume_stats_capacity_bytes', 'namespace', 'persistentvolumeclaim'),
    gauge('kubelet_volume_stats_used_bytes', 'namespace', 'persistentvolumeclaim'),
    histogram('kubelet_pod_start_duration_seconds'),
  ],
};

/** Of containers; those whose `container` is empty are the sums of their pods. */
export const containerMetrics: MetricSource = {
  title: 'cAdvisor in the kubelet',
  project: 'https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md',
  version: null,
  jobs: [scrapeJobs.containers],
  target: 'node',
  metrics: [
    counter('container_cpu_usage_seconds_total', 'namespace', 'pod', 'container'),
    counter('container_cpu_cfs_throttled_seconds_total', 'namespace', 'pod', 'container'),
    gauge('container_memory_working_set_bytes', 'namespace', 'pod', 'container'),
    counter('container_oom_events_total', 'namespace', 'pod', 'container'),
    counter('container_network_receive_bytes_total', 'namespace', 'pod', 'interface'),
    counter('container_network_transmit_bytes_total', 'namespace', 'pod', 'interface'),
  ],
};

export const nodeExporterMetrics: MetricSource = {
  title: 'node exporter',
  project: 'https://github.com/prometheus/node_exporter',
  version: null,
  jobs: [scrapeJobs.nodeExporter],
  target: 'node',
  metrics: [
    counter('node_cpu_seconds_total', 'cpu', { mode: ['idle', 'iowait', 'system', 'user'] }),
    gauge('node_load1'),
    gauge('node_memory_MemAvailable_bytes'),
    gauge('node_memory_MemTotal_bytes'),
    gauge('node_filesystem_avail_bytes', 'device', { fstype: ['ext4', 'xfs', 'tmpfs'] }, 'mountpoint'),
    gauge('node_filesystem_size_bytes', 'device', { fstype: ['ext4', 'xfs', 'tmpfs'] }, 'mountpoint'),
    gauge('node_filesystem_readonly', 'device', { fstype: ['ext4', 'xfs', 'tmpfs'] }, 'mountpoint'),
    gauge('node_filesystem_files', 'device', { fstype: ['ext4', 'xfs', 'tmpfs'] }, 'mountpoint'),
    gauge('node_filesystem_files_free', 'device', { fstype: ['ext4', 'xfs', 'tmpfs'] }, 'mountpoint'),
    counter('node_network_receive_bytes_total', 'device'),
    counter('node_network_transmit_bytes_total', 'device'),
    counter('node_disk_io_time_seconds_total', 'device'),
    gauge('node_nf_conntrack_entries'),
    gauge('node_nf_conntrack_entries_limit'),
    gauge('node_boot_time_seconds'),
  ],
};
