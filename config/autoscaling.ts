import { namespaces } from './contract';

/** Pods of KEDA: the operator asks for metrics and makes autoscalers, the adapter shows the metrics to them. */
export const autoscalingWorkloadNamespaces = {
  'keda-operator': namespaces.autoscaling,
  'keda-metrics': namespaces.autoscaling,
} as const;

/** https://github.com/kedacore/keda/releases; both images are of this version. */
export const kedaVersion = '2.21.0';

export const kedaPorts = {
  operatorHealth: 8081,
  /** By which the adapter asks the operator, by mutual TLS. */
  operatorMetrics: 9666,
  /** Metrics about KEDA itself. */
  prometheus: 8080,
  /** By which the API server asks the adapter. */
  adapter: 6443,
} as const;

/** The gauge on a worker's metrics path: tasks that no worker has started, of all tenants. Every worker shows the same. */
export const waitingTasksMetric = 'tasks_waiting';

/** Kubernetes leaves a metric alone that is nearer to its target than this share of it. */
const autoscalerTolerance = 0.1;

/** What an autoscaler aims at, so that no pod has more than `most` where it comes to rest. */
export const autoscalerTarget = (most: number): number =>
  Math.max(1, Math.floor(most / (1 + autoscalerTolerance)));
