import { podIdentityAgentAddress, serviceNetwork } from '../../../config/contract';
import { objectName, objectsOf, objectsOfKind, selects } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';
import { addonPods, pods } from './cast';
import { NetworkPolicies } from './policy-semantics';

/** Every peer of a NetworkPolicy selects a pod that the charts make, or is a block that the environment knows. */
export const knownPeers: Law = (tree) => {
  const policies = new NetworkPolicies(objectsOf(tree));
  const blocks = knownBlocks(tree);
  return objectsOfKind(tree, 'NetworkPolicy').flatMap((policy) => {
    const spec: Json = policy.spec;
    const peers: Json[] = [
      ...(spec.ingress ?? []).flatMap((rule: Json) => rule.from ?? []),
      ...(spec.egress ?? []).flatMap((rule: Json) => rule.to ?? []),
    ];
    const unknown = peers.filter((peer) =>
      peer.ipBlock
        ? !blocks.has(peer.ipBlock.cidr)
        : ![...pods(tree), ...addonPods(tree)].some(
            (pod) =>
              (peer.namespaceSelector
                ? selects(peer.namespaceSelector, policies.labelsOf(pod.namespace!))
                : pod.namespace === policy.metadata.namespace) && selects(peer.podSelector ?? {}, pod.labels),
          ),
    );
    return unknown.map((peer) => `${objectName(policy)}: no such peer: ${JSON.stringify(peer)}`);
  });
};

/** A policy that selects pods selects at least one. */
export const selectedPodsExist: Law = (tree) =>
  objectsOfKind(tree, 'NetworkPolicy').flatMap((policy) => {
    const selector: Json = (policy.spec as Json).podSelector ?? {};
    if (Object.keys(selector).length === 0) return [];
    const selected = pods(tree).some(
      (pod) => pod.namespace === policy.metadata.namespace && selects(selector, pod.labels),
    );
    return selected ? [] : `${objectName(policy)}: selects no pod: ${JSON.stringify(selector)}`;
  });

const knownBlocks = ({ environment: { network } }: Tree): ReadonlySet<string> =>
  new Set([
    network.vpcCidr,
    ...network.zones.flatMap(({ publicCidr, privateCidr, dataCidr }) => [publicCidr, privateCidr, dataCidr]),
    ...[podIdentityAgentAddress, serviceNetwork.dnsAddress, serviceNetwork.kubernetesApiAddress].map(
      (address) => `${address}/32`,
    ),
    '0.0.0.0/0',
  ]);
