import { autoscalerTarget, waitingTasksMetric } from '../../config/autoscaling';
import { namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { autoscalerBehavior } from './autoscaler';

/** A Deployment that grows with the tasks that wait, all tenants together. */
export type QueueScaling = Pick<
  Environment['application']['components']['worker'],
  'replicas' | 'waitingTasksPerPodMax' | 'replicasWithoutMetric'
>;

/** Where any pod of the Deployment shows how many tasks wait. */
export interface MetricSource {
  readonly port: number;
  readonly path: string;
}

/**
 * KEDA's ScaledObject: every ten seconds the number of waiting tasks, read from one of the pods, decides how many pods
 * there are. After three times without an answer there are at least `replicasWithoutMetric`, and never fewer than just
 * before. https://keda.sh/docs/2.21/scalers/metrics-api/
 */
export function scaledObjectSpec(deployment: string, scaling: QueueScaling, source: MetricSource): object {
  const { replicas, waitingTasksPerPodMax, replicasWithoutMetric } = scaling;
  return {
    scaleTargetRef: { name: deployment },
    minReplicaCount: replicas.min,
    maxReplicaCount: replicas.max,
    pollingInterval: 10,
    fallback: { failureThreshold: 3, replicas: replicasWithoutMetric, behavior: 'currentReplicasIfHigher' },
    advanced: { horizontalPodAutoscalerConfig: { name: deployment, behavior: autoscalerBehavior } },
    triggers: [
      {
        type: 'metrics-api',
        metricType: 'AverageValue',
        metadata: {
          url: `http://${deployment}.${namespaces.app}.svc:${source.port}${source.path}`,
          format: 'prometheus',
          valueLocation: waitingTasksMetric,
          targetValue: String(autoscalerTarget(waitingTasksPerPodMax)),
        },
      },
    ],
  };
}
