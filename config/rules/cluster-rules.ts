import ipaddr from 'ipaddr.js';
import { prefixLength } from '../cidr';
import { familyArchitecture, nodeSizes } from '../instance-sizes';
import { type Entry, rule } from './rule';

const poolNames = ['general', 'workers'] as const;

/** A block larger than this is nobody's office or VPN. */
const widestEndpointPrefix = 8;

export const endpointIsNotOpenToAll = rule(['cluster.endpointAccessCidrs.*'], ([blocks]) =>
  blocks
    .filter(({ value }) => prefixLength(value) < widestEndpointPrefix)
    .map(({ field, value }) => ({
      field,
      got: value,
      allowed: `the addresses of your office or VPN, a block of /${widestEndpointPrefix} to /32; an empty list makes the endpoint private`,
    })),
);

/** EKS refuses private and reserved blocks here: through the private endpoint the VPC is let in anyway. */
export const endpointBlocksArePublic = rule(['cluster.endpointAccessCidrs.*'], ([blocks]) =>
  blocks
    .filter(({ value }) => prefixLength(value) >= widestEndpointPrefix)
    .filter(({ value }) => ipaddr.IPv4.parseCIDR(value)[0].range() !== 'unicast')
    .map(({ field, value }) => ({
      field,
      got: value,
      allowed: 'a block of public addresses: EKS refuses private and reserved ones',
    })),
);

export const familiesHaveTheArchitecture = poolNames.map((pool) =>
  rule(
    [`cluster.pools.${pool}.architecture`, `cluster.pools.${pool}.instanceFamilies.*`],
    ([architecture, families]) =>
      families
        .filter(({ value }) => familyArchitecture(value) !== architecture)
        .map(({ field, value }) => ({
          field,
          got: `${value}, which is ${familyArchitecture(value)}`,
          allowed: `families of ${architecture}, such as ${architecture === 'arm64' ? 'm7g' : 'm7i'}`,
        })),
  ),
);

export const poolsHaveANodeToBuy = poolNames.map((pool) =>
  rule(
    [`cluster.pools.${pool}.instanceFamilies`, `cluster.pools.${pool}.instanceSizes`],
    ([instanceFamilies, instanceSizes]) =>
      nodeSizes({ instanceFamilies, instanceSizes })?.length === 0
        ? [
            {
              field: `cluster.pools.${pool}.instanceSizes`,
              got: instanceSizes.join(', '),
              allowed: 'a size with 2 vCPUs or more, such as large: Auto Mode buys no smaller node',
            },
          ]
        : [],
  ),
);

/** Lists in which AWS refuses an entry that it has already, or a reader takes it for a mistake. */
export const listsHaveNoEntryTwice = (
  [
    'cluster.endpointAccessCidrs.*',
    'cluster.controlPlaneLogs.*',
    'cluster.pools.general.instanceFamilies.*',
    'cluster.pools.general.instanceSizes.*',
    'cluster.pools.workers.instanceFamilies.*',
    'cluster.pools.workers.instanceSizes.*',
  ] as const
).map((list) =>
  rule([list], ([entries]: readonly [readonly Entry<string>[]]) =>
    entries
      .filter(({ value }, index) => entries.findIndex((earlier) => earlier.value === value) < index)
      .map(({ field, value }) => ({
        field,
        got: value,
        allowed: 'an entry that the list does not have yet',
      })),
  ),
);
