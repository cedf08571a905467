import { blockContains, blocksOverlap, prefixLength } from '../cidr';
import { serviceNetwork } from '../contract';
import type { Fault } from '../errors';
import { type Entry, rule } from './rule';

/** RFC 1918 and RFC 6598: in a VPC of public addresses, part of the internet could not be reached. */
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** AWS's bounds of VPCs and subnets. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const largestPrefix = 16;
const smallestPrefix = 28;

/** Every pod has an address of its own in the private subnets, and every node takes a block of 16. */
const smallestPrivatePrefix = 24;

export const recoveryRegionIsElsewhere = rule(['region', 'recoveryRegion'], ([region, recoveryRegion]) =>
  region === recoveryRegion
    ? [{ field: 'recoveryRegion', got: recoveryRegion, allowed: `a region other than ${region}` }]
    : [],
);

export const zonesAreInTheRegion = rule(['region', 'network.zones.*.name'], ([region, names]) =>
  names
    .filter(({ value }) => value.slice(0, -1) !== region)
    .map(({ field, value }) => ({ field, got: value, allowed: `a zone of ${region}, such as ${region}a` })),
);

export const zonesAreDistinct = rule(['network.zones.*.name'], ([names]) =>
  names
    .filter(({ value }, index) => names.findIndex((earlier) => earlier.value === value) < index)
    .map(({ field, value }) => ({ field, got: value, allowed: 'a zone that no other entry names' })),
);

export const vpcIsPrivate = rule(['network.vpcCidr'], ([vpcCidr]) =>
  privateBlocks.some((block) => blockContains(block, vpcCidr))
    ? []
    : [{ field: 'network.vpcCidr', got: vpcCidr, allowed: `a block within ${privateBlocks.join(', ')}` }],
);

export const vpcHasASizeOfAws = rule(['network.vpcCidr'], ([vpcCidr]) =>
  sizeFaults([{ field: 'network.vpcCidr', value: vpcCidr }], smallestPrefix),
);

export const subnetsHaveRoom = rule(
  ['network.zones.*.publicCidr', 'network.zones.*.privateCidr', 'network.zones.*.dataCidr'],
  ([publicCidrs, privateCidrs, dataCidrs]) => [
    ...sizeFaults(publicCidrs, smallestPrefix),
    ...sizeFaults(privateCidrs, smallestPrivatePrefix),
    ...sizeFaults(dataCidrs, smallestPrefix),
  ],
);

export const subnetsAreInTheVpc = rule(
  [
    'network.vpcCidr',
    'network.zones.*.publicCidr',
    'network.zones.*.privateCidr',
    'network.zones.*.dataCidr',
  ],
  ([vpcCidr, ...subnets]) =>
    subnets
      .flat()
      .filter(({ value }) => !blockContains(vpcCidr, value))
      .map(({ field, value }) => ({
        field,
        got: value,
        allowed: `a block within network.vpcCidr ${vpcCidr}`,
      })),
);

export const subnetsDoNotOverlap = rule(
  ['network.zones.*.publicCidr', 'network.zones.*.privateCidr', 'network.zones.*.dataCidr'],
  (lists) => {
    const subnets = lists.flat();
    return subnets.flatMap(({ field, value }, index) =>
      subnets
        .slice(0, index)
        .filter((earlier) => blocksOverlap(earlier.value, value))
        .map((earlier) => ({
          field,
          got: value,
          allowed: `a block that does not overlap ${earlier.field} ${earlier.value}`,
        })),
    );
  },
);

export const vpcIsApartFromServices = rule(['network.vpcCidr'], ([vpcCidr]) =>
  blocksOverlap(vpcCidr, serviceNetwork.cidr)
    ? [
        {
          field: 'network.vpcCidr',
          got: vpcCidr,
          allowed: `a block apart from ${serviceNetwork.cidr}, the cluster's Services`,
        },
      ]
    : [],
);

/** Two VPCs that share addresses can never be peered, which a move between environments or regions needs. */
export const vpcIsApartFromOthers = rule(['network.vpcCidr'], ([vpcCidr], { others }) =>
  others
    .filter((other) => blocksOverlap(other.network.vpcCidr, vpcCidr))
    .map((other) => ({
      field: 'network.vpcCidr',
      got: vpcCidr,
      allowed: `a block apart from ${other.network.vpcCidr} of ${other.name}`,
    })),
);

function sizeFaults(blocks: readonly Entry<string>[], smallest: number): Fault[] {
  return blocks
    .filter(({ value }) => prefixLength(value) < largestPrefix || prefixLength(value) > smallest)
    .map(({ field, value }) => ({
      field,
      got: value,
      allowed: `a block from /${largestPrefix} to /${smallest}`,
    }));
}
