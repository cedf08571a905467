import { objectName, objectsOfKind, podTemplates, selects } from '../kubernetes-objects';
import type { Json, Law } from '../tree';
import { attribute, loadBalancers } from './proxy-configuration';

/** Longest that the controller and the load balancer take to send nothing new to a target that leaves, in seconds. */
const propagationSeconds = 60;

/** One Service faces the internet, by a load balancer and not by ports of the nodes. */
export const onlyTheIngressIsPublic: Law = (tree) =>
  objectsOfKind(tree, 'Service').flatMap((service) => {
    const { type = 'ClusterIP', externalIPs = [], loadBalancerClass }: Json = service.spec;
    const name = objectName(service);
    const isIngress = name === 'Service ingress/ingress';
    return [
      ...(type === 'NodePort' || externalIPs.length > 0 ? [`${name}: opens ports of the nodes`] : []),
      ...(type === 'LoadBalancer' && !isIngress ? [`${name}: a load balancer of its own`] : []),
      ...(type === 'LoadBalancer' && loadBalancerClass !== 'eks.amazonaws.com/nlb'
        ? [`${name}: EKS Auto Mode makes no load balancer of class ${loadBalancerClass}`]
        : []),
      ...(type === 'ExternalName' ? [`${name}: an alias, which policies do not see`] : []),
    ];
  });

/** A target is out of its load balancer before its pod gets SIGTERM. */
export const targetsDrainBeforeTheyStop: Law = (tree) =>
  loadBalancers(tree).flatMap((service) => {
    const delay = Number(attribute(service, 'deregistration_delay.timeout_seconds') ?? 300);
    const selector = { matchLabels: (service.spec as Json).selector };
    const targets = podTemplates(tree).filter(
      ({ namespace, labels }) => namespace === service.metadata.namespace && selects(selector, labels),
    );
    if (targets.length === 0) return [`${objectName(service)}: selects no pod`];
    return targets.flatMap(({ owner, spec }) => {
      const [container] = spec.containers;
      const preStop: number = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
      return preStop >= delay + propagationSeconds
        ? []
        : [
            `${objectName(owner)}: gets SIGTERM after ${preStop} s, its load balancer needs ${delay} + ${propagationSeconds} s to forget it`,
          ];
    });
  });

/** A pod counts as ready when traffic reaches it: EKS adds the gate where the namespace asks for it. */
export const targetsAreHealthyBeforeOthersGo: Law = (tree) =>
  loadBalancers(tree).flatMap((service) => {
    const namespace = objectsOfKind(tree, 'Namespace').find(
      ({ metadata }) => metadata.name === service.metadata.namespace,
    );
    return namespace?.metadata.labels?.['eks.amazonaws.com/pod-readiness-gate-inject'] === 'enabled'
      ? []
      : [`${objectName(service)}: its namespace asks for no readiness gate`];
  });
