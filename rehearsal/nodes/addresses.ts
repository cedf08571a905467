import ipaddr from 'ipaddr.js';
import type { Environment } from '../../config/schema';

/** An address of a block, counted from its first, such as 10.4.33.0 for the 256th of 10.4.32.0/19. */
export function addressAt(cidr: string, index: number): string {
  const [first] = ipaddr.IPv4.parseCIDR(cidr);
  const number = index + first.octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

/** Where the rehearsal has what is not a pod: in the subnets in which AWS has it. */
export interface VpcAddresses {
  readonly router: string;
  /** Amazon's name server of a VPC is its third address. */
  readonly nameServer: string;
  readonly kubernetesApi: string;
  readonly database: string;
  /** Where the database's name leads after a failover: its instance in the other zone. */
  readonly databaseStandby: string;
  readonly cache: string;
  readonly loadBalancer: string;
}

/** AWS keeps the first four addresses of a subnet for itself. */
const firstFree = 4;

export function vpcAddresses({ vpcCidr, zones }: Environment['network']): VpcAddresses {
  const [first, second] = zones;
  if (!first || !second) throw new Error('A network has at least two zones.');
  return {
    router: addressAt(vpcCidr, 1),
    nameServer: addressAt(vpcCidr, 2),
    kubernetesApi: addressAt(first.privateCidr, firstFree),
    database: addressAt(first.dataCidr, firstFree),
    databaseStandby: addressAt(second.dataCidr, firstFree + 1),
    cache: addressAt(second.dataCidr, firstFree),
    loadBalancer: addressAt(first.publicCidr, firstFree),
  };
}

/** Addresses outside of the VPC that answer in the rehearsal, so that a packet which should not get there is seen. */
export const outsideAddresses = {
  /** Of the block that is kept for examples. https://www.rfc-editor.org/rfc/rfc5737 */
  internet: '203.0.113.9',
  /** Who signs the tokens of the application's users, and who issues certificates. */
  signIn: '203.0.113.10',
  certificates: '203.0.113.11',
  pagerDuty: '203.0.113.12',
  /** The load balancer's own on the internet, which its names lead to everywhere. */
  loadBalancer: '203.0.113.13',
  instanceMetadata: '169.254.169.254',
  otherNetworks: ['10.255.255.9', '172.16.0.9', '192.168.0.9'],
} as const;

/** Block of the addresses of those who come in from the internet. */
export const clientBlock = '203.0.113.64/26';

/** One of them, from 0 to 63. */
export const clientAddress = (index: number): string => addressAt(clientBlock, index);
