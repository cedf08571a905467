import { k8s } from 'cdk8s-plus-28';
import { surgePercent } from '../../config/pod-groups';

/** New pods come first: a rollout never has fewer ready pods than before. */
export const rollingUpdate: k8s.DeploymentStrategy = {
  type: 'RollingUpdate',
  rollingUpdate: {
    maxUnavailable: k8s.IntOrString.fromNumber(0),
    maxSurge: k8s.IntOrString.fromString(`${surgePercent}%`),
  },
};
