import { podIdentityAgentAddress, ports, serviceNetwork } from '../../../config/contract';
import { objectName, objectsOf, objectsOfKind } from '../kubernetes-objects';
import type { Law } from '../tree';
import { outsideEndpoint, pods } from './cast';
import { NetworkPolicies } from './policy-semantics';

/**
 * Names are resolved by address, over UDP and TCP. Auto Mode's CoreDNS is a service on each node, not pods: a policy
 * that selects them would cut off all name resolution on AWS, and only there.
 */
export const dnsIsOpenByAddress: Law = (tree) => {
  const policies = new NetworkPolicies(objectsOf(tree));
  const server = outsideEndpoint(serviceNetwork.dnsAddress);
  const shut = pods(tree).flatMap((pod) =>
    (['UDP', 'TCP'] as const).flatMap((protocol) => {
      const open = policies.allow({ from: pod, to: server, protocol, port: ports.dns });
      return open ? [] : `${pod.name}: cannot ask ${server.address} for names over ${protocol}`;
    }),
  );
  const bySelector = objectsOfKind(tree, 'NetworkPolicy')
    .filter((policy) => /kube-dns|coredns/i.test(JSON.stringify(policy.spec)))
    .map((policy) => `${objectName(policy)}: selects DNS pods, which Auto Mode does not have`);
  return [...shut, ...bySelector];
};

/** Default-deny egress would cut pods off from their AWS credentials. */
export const podIdentityIsOpen: Law = (tree) => {
  const policies = new NetworkPolicies(objectsOf(tree));
  const agent = outsideEndpoint(podIdentityAgentAddress);
  return pods(tree)
    .filter((from) => !policies.allow({ from, to: agent, protocol: 'TCP', port: ports.podIdentity }))
    .map(
      (pod) =>
        `${pod.name}: cannot reach the Pod Identity agent at ${podIdentityAgentAddress}:${ports.podIdentity}`,
    );
};
