import type { k8s } from 'cdk8s-plus-28';
import { serviceNetwork } from '../../config/contract';
import type { OutsidePeer } from '../../config/flows';
import type { Environment } from '../../config/schema';

/**
 * Private and local blocks, which are never the internet. 100.64/10 is carriers' and some VPCs' own, 169.254/16 holds
 * the metadata of the node. https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];

const single = (address: string): string => `${address}/32`;

/** Addresses of a peer that is not a pod. */
export function addressesOf(peer: OutsidePeer, network: Environment['network']): k8s.IpBlock[] {
  const { vpcCidr, zones } = network;
  const blocks = (cidrs: readonly string[]): k8s.IpBlock[] => cidrs.map((cidr) => ({ cidr }));
  switch (peer) {
    case 'database':
    case 'cache':
      return blocks(zones.map((zone) => zone.dataCidr));
    case 'load-balancer':
      return blocks(zones.map((zone) => zone.publicCidr));
    case 'nodes':
      return blocks(zones.map((zone) => zone.privateCidr));
    case 'kubernetes-api':
      // EKS's policy engine sees a Service's own address, other engines the address behind it.
      return blocks([single(serviceNetwork.kubernetesApiAddress), ...zones.map((zone) => zone.privateCidr)]);
    case 'internet':
      return [{ cidr: '0.0.0.0/0', except: [...new Set([vpcCidr, ...privateBlocks])] }];
  }
}

/**
 * Addresses that answer DNS: the Service address in each pod's resolv.conf, which Auto Mode's CoreDNS answers on the
 * node itself, and the VPC, for policy engines that see the server behind that address. There are no DNS pods to
 * select, and no port 53 to the internet, where a name is a way to carry data out.
 */
export function dnsAddresses(network: Environment['network']): k8s.IpBlock[] {
  return [{ cidr: single(serviceNetwork.dnsAddress) }, { cidr: network.vpcCidr }];
}
