import type {
  AllocateCidrRequest,
  IIpAddresses,
  RequestedSubnet,
  SubnetIpamOptions,
  VpcIpamOptions,
} from 'aws-cdk-lib/aws-ec2';
import type { Environment } from '../../config/schema';

type Network = Environment['network'];

/** Where a zone's config spells the block of its subnet in each group. */
const blockOf = { public: 'publicCidr', private: 'privateCidr', data: 'dataCidr' } as const;
export type SubnetGroup = keyof typeof blockOf;

/** Gives a VPC and its subnets the blocks that the config spells, where CDK would calculate blocks of its own. */
export class ConfiguredAddresses implements IIpAddresses {
  private readonly network: Network;

  constructor(network: Network) {
    this.network = network;
  }

  allocateVpcCidr(): VpcIpamOptions {
    return { cidrBlock: this.network.vpcCidr };
  }

  allocateSubnetsCidr({ requestedSubnets }: AllocateCidrRequest): SubnetIpamOptions {
    return { allocatedSubnets: requestedSubnets.map((subnet) => ({ cidr: this.configuredBlock(subnet) })) };
  }

  private configuredBlock({ availabilityZone, configuration }: RequestedSubnet): string {
    const zone = this.network.zones.find(({ name }) => name === availabilityZone);
    const block = zone?.[blockOf[configuration.name as SubnetGroup]];
    if (!block) throw new Error(`no block is configured for ${configuration.name} in ${availabilityZone}`);
    return block;
  }
}
