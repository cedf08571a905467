import { k8s } from 'cdk8s-plus-28';

const surgePercent = 25;

/** New pods come first: a rollout never has fewer ready pods than before. */
export const rollingUpdate: k8s.DeploymentStrategy = {
  type: 'RollingUpdate',
  rollingUpdate: {
    maxUnavailable: k8s.IntOrString.fromNumber(0),
    maxSurge: k8s.IntOrString.fromString(`${surgePercent}%`),
  },
};

/**
 * Most pods that a Deployment can have at one time: all replicas of the new revision, the surge, and all replicas of
 * the old one, which count against a quota as long as they drain.
 */
export function podsAtRollout(replicasMax: number): number {
  return replicasMax + Math.ceil((replicasMax * surgePercent) / 100) + replicasMax;
}
