import { k8s } from 'cdk8s-plus-28';
import {
  addonPodNamespaces,
  type Flow,
  flows as allFlows,
  type OutsidePeer,
  outsidePeers,
  type Peer,
  type Workload,
  workloadNamespaces,
} from '../../config/flows';
import type { Environment } from '../../config/schema';
import { selectorLabels } from '../workload/labels';
import { addressesOf } from './addresses';

const isOutside = (peer: Peer): peer is OutsidePeer => (outsidePeers as readonly Peer[]).includes(peer);

const podNamespaces = { ...workloadNamespaces, ...addonPodNamespaces };

function peers(peer: Peer, network: Environment['network']): k8s.NetworkPolicyPeer[] {
  if (isOutside(peer)) return addressesOf(peer, network).map((ipBlock) => ({ ipBlock }));
  return [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': podNamespaces[peer] } },
      podSelector: { matchLabels: selectorLabels(peer) },
    },
  ];
}

/**
 * What one workload may receive and send, from the table of flows alone. Its kubelet's probes need no rule: policies
 * never refuse the node that a pod runs on.
 */
export function flowPolicySpec(
  environment: Pick<Environment, 'network' | 'application'>,
  workload: Workload,
  flows: readonly Flow[] = allFlows,
): k8s.NetworkPolicySpec {
  const ports = (flow: Flow): k8s.NetworkPolicyPort[] => {
    const port = flow.port === 'application' ? environment.application.port : flow.port;
    return [{ protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) }];
  };
  return {
    podSelector: { matchLabels: selectorLabels(workload) },
    policyTypes: ['Ingress', 'Egress'],
    ingress: flows
      .filter((flow) => flow.to === workload)
      .map((flow) => ({ from: peers(flow.from, environment.network), ports: ports(flow) })),
    egress: flows
      .filter((flow) => flow.from === workload)
      .map((flow) => ({ to: peers(flow.to, environment.network), ports: ports(flow) })),
  };
}
