import type { k8s } from 'cdk8s-plus-28';
import { nodeLabels, workersTaint } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { PoolName } from '../../config/schema/cluster';
import { selectorLabels } from './labels';

/** Which nodes a pod may run on: those of one pool, of the architecture that the pool buys. */
export function placement(
  environment: Environment,
  pool: PoolName,
): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations'> {
  return {
    nodeSelector: {
      [nodeLabels.pool]: pool,
      [nodeLabels.architecture]: environment.cluster.pools[pool].architecture,
    },
    tolerations: pool === 'workers' ? [{ ...workersTaint, operator: 'Equal' }] : [],
  };
}

/**
 * Spreads the pods of one revision over zones, then over nodes.
 *
 * `ScheduleAnyway`, because with `DoNotSchedule` a lost zone holds the others back: Karpenter goes on counting it as an
 * empty zone, and no other zone may get a second pod until the lost one gets its first. Karpenter buys nodes as if the
 * wish were a rule, and drops it only when it cannot be had.
 *
 * `revisionLabel` is the label by which the pods' owner tells revisions apart; default: a Deployment's.
 */
export function spread(name: string, revisionLabel = 'pod-template-hash'): k8s.TopologySpreadConstraint[] {
  return [nodeLabels.zone, nodeLabels.host].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels: selectorLabels(name) },
    matchLabelKeys: [revisionLabel],
  }));
}
