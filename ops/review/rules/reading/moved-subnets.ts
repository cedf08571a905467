import type { AwsResource, Side } from '../../change';
import { type AddressRange, addressCount, rangeOf, uncovered } from './address-ranges';
import type { Opening } from './openings';
import { textAt } from './values';

/** A subnet that gets another block: what stands in it, and nothing else, is now found in the new one. */
export interface MovedSubnet {
  readonly from: AddressRange;
  readonly to: AddressRange;
}

/**
 * Subnets whose block moves, of the same size or smaller, to where no subnet was before. A larger block, or one that
 * held something else, holds more than what moves.
 */
export function movedSubnets(before: Side, after: Side): readonly MovedSubnet[] {
  const [old, now] = [before, after].map(blocks);
  const taken = [...(old?.values() ?? [])];
  return [...(now ?? [])].flatMap(([subnet, to]) => {
    const from = old?.get(subnet);
    const isFree = addressCount(uncovered([to], taken)) === addressCount([to]);
    return from && isFree && addressCount([to]) <= addressCount([from]) ? [{ from, to }] : [];
  });
}

/** The openings, and those that follow the subnets to which they lead. */
export const withMovedSubnets = (
  openings: readonly Opening[],
  moved: readonly MovedSubnet[],
): readonly Opening[] => [
  ...openings,
  ...openings.flatMap(({ peer, ...opening }) =>
    peer.kind === 'addresses'
      ? moved
          .filter(({ from }) => uncovered([from], peer.ranges).length === 0)
          .map(({ to }) => ({ ...opening, peer: { ...peer, ranges: [to] } }))
      : [],
  ),
];

/** By the stack and the path of each subnet; a block that only a deploy knows is left out. */
const blocks = ({ resources }: Side): ReadonlyMap<string, AddressRange> =>
  new Map(
    resources.flatMap((resource) => {
      const block = blockOf(resource);
      return block === null ? [] : [[`${resource.stack}/${resource.path}`, rangeOf(block)] as const];
    }),
  );

function blockOf({ type, body }: AwsResource): string | null {
  const block = type === 'AWS::EC2::Subnet' ? textAt(body, 'Properties', 'CidrBlock') : '';
  return /^[\d.]+\/\d+$/.test(block) ? block : null;
}
