import type { k8s } from 'cdk8s-plus-28';

export interface Autoscaling {
  readonly replicas: { readonly min: number; readonly max: number };
  readonly targetUtilizationPercent: { readonly cpu: number; readonly memory: number };
}

const utilization = (name: string, averageUtilization: number): k8s.MetricSpecV2 => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization } },
});

/**
 * Scales a Deployment by the share of requested CPU and memory in use, whichever asks for more pods. Up at once, by four
 * pods or by doubling each 15 seconds, as Kubernetes does by default: usage is seen up to 30 seconds late as it is, and a
 * pod's own start-up does not count. Down when the need has been gone for 5 minutes, a pod a minute, so that a wave of
 * clients that reconnects does not meet a cluster that has just shrunk.
 */
export function autoscalerSpec(
  deployment: string,
  autoscaling: Autoscaling,
): k8s.HorizontalPodAutoscalerSpecV2 {
  const { replicas, targetUtilizationPercent } = autoscaling;
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
    minReplicas: replicas.min,
    maxReplicas: replicas.max,
    metrics: [
      utilization('cpu', targetUtilizationPercent.cpu),
      utilization('memory', targetUtilizationPercent.memory),
    ],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [
          { type: 'Percent', value: 100, periodSeconds: 15 },
          { type: 'Pods', value: 4, periodSeconds: 15 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: 300,
        policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
      },
    },
  };
}
