import ipaddr from 'ipaddr.js';

/** An IPv4 block as numbers: both addresses belong to it. */
interface Block {
  readonly first: number;
  readonly last: number;
}

function block(cidr: string): Block {
  const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  const first = address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return { first, last: first + 2 ** (32 - prefix) - 1 };
}

/** The number after the slash; a smaller one is a larger block. */
export const prefixLength = (cidr: string): number => ipaddr.IPv4.parseCIDR(cidr)[1];

export function blocksOverlap(one: string, other: string): boolean {
  const [a, b] = [block(one), block(other)];
  return a.first <= b.last && b.first <= a.last;
}

export function blockContains(outer: string, inner: string): boolean {
  const [o, i] = [block(outer), block(inner)];
  return o.first <= i.first && i.last <= o.last;
}
