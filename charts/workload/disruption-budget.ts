import { k8s } from 'cdk8s-plus-28';
import { selectorLabels } from './labels';

/**
 * How many pods of a workload a drain may take at a time. `maxUnavailable` by default, and never `minAvailable`: with
 * one replica that would hold a node for ever. Pods that are broken anyway never hold a drain up.
 */
export function disruptionBudgetSpec(
  name: string,
  limit: Pick<k8s.PodDisruptionBudgetSpec, 'maxUnavailable' | 'minAvailable'> = {
    maxUnavailable: k8s.IntOrString.fromNumber(1),
  },
): k8s.PodDisruptionBudgetSpec {
  return {
    ...limit,
    selector: { matchLabels: selectorLabels(name) },
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  };
}
