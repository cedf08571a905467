import { type AddressRange, addressCount, uncovered } from './address-ranges';
import type { PodSelection } from './selectors';
import { selectionIncludes } from './selectors';

/** Who may connect, or be connected to. */
export type Peer =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'addresses'; readonly text: string; readonly ranges: readonly AddressRange[] }
  | { readonly kind: 'pods'; readonly text: string; readonly selection: PodSelection }
  /** Such as a security group or a prefix list. */
  | { readonly kind: 'named'; readonly text: string };

/** One way through a firewall, whether security group or NetworkPolicy. */
export interface Opening {
  /** `*`: every protocol. */
  readonly protocol: string;
  /** Numbers, both included; a name of a port; `*`: every port. */
  readonly ports: { readonly from: number; readonly to: number } | string;
  readonly peer: Peer;
}

/**
 * What the openings let through that the others did not, with addresses reduced to the new ones. Blocks are added up:
 * two halves contain the whole.
 */
export function newOpenings(openings: readonly Opening[], others: readonly Opening[]): readonly Opening[] {
  return openings.flatMap((opening) => {
    const alike = others.filter((other) => protocolsAndPortsInclude(other, opening));
    if (alike.some(({ peer }) => peer.kind === 'anyone')) return [];
    const { peer } = opening;
    if (peer.kind !== 'addresses') {
      return alike.some((other) => peerIncludes(other.peer, peer)) ? [] : [opening];
    }
    const known = alike.flatMap((other) => (other.peer.kind === 'addresses' ? other.peer.ranges : []));
    const ranges = uncovered(peer.ranges, known);
    return ranges.length > 0 ? [{ ...opening, peer: { ...peer, ranges } }] : [];
  });
}

/** Openings of which the others have nothing left; one that only became narrower is not among them. */
export const lostOpenings = (openings: readonly Opening[], others: readonly Opening[]): readonly Opening[] =>
  openings.filter((opening) => {
    const [lost] = newOpenings([opening], others);
    return lost !== undefined && addressesOf(lost) === addressesOf(opening);
  });

const addressesOf = ({ peer }: Opening): bigint =>
  peer.kind === 'addresses' ? addressCount(peer.ranges) : 0n;

/** From or to more than a 256th of all IPv4 addresses. */
export const isWorldwide = ({ peer }: Opening): boolean =>
  peer.kind === 'anyone' || (peer.kind === 'addresses' && addressCount(peer.ranges) > 2n ** 24n);

function peerIncludes(outer: Peer, inner: Peer): boolean {
  if (outer.kind === 'pods' && inner.kind === 'pods')
    return selectionIncludes(outer.selection, inner.selection);
  return outer.kind === 'named' && inner.kind === 'named' && outer.text === inner.text;
}

function protocolsAndPortsInclude(outer: Opening, inner: Opening): boolean {
  if (outer.protocol !== '*' && outer.protocol !== inner.protocol) return false;
  if (outer.ports === '*') return true;
  if (typeof outer.ports === 'string' || typeof inner.ports === 'string') return outer.ports === inner.ports;
  return outer.ports.from <= inner.ports.from && inner.ports.to <= outer.ports.to;
}

/** Such as `tcp 443 from 0.0.0.0/0`. */
export const openingText = ({ protocol, ports, peer }: Opening, direction: 'from' | 'to'): string =>
  `${protocol === '*' ? 'every protocol' : protocol.toLowerCase()} ${portText(ports)} ${direction} ${peer.kind === 'anyone' ? 'anyone' : peer.text}`;

function portText(ports: Opening['ports']): string {
  if (typeof ports === 'string') return ports === '*' ? 'on every port' : `port ${ports}`;
  return ports.from === ports.to ? String(ports.from) : `${ports.from}-${ports.to}`;
}
