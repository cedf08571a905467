import ipaddr from 'ipaddr.js';

/** Addresses from the first to the last, both included; IPv6 and IPv4 never meet. */
export interface AddressRange {
  readonly family: 'ipv4' | 'ipv6';
  readonly first: bigint;
  readonly last: bigint;
}

/** @throws Error for what is no CIDR. */
export function rangeOf(cidr: string): AddressRange {
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  const bytes = address.toByteArray();
  const size = 1n << BigInt(bytes.length * 8 - prefix);
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const first = value - (value % size);
  return { family: address.kind(), first, last: first + size - 1n };
}

/** The addresses of some blocks without those of others. */
export const rangesOf = (cidrs: readonly string[], except: readonly string[] = []): readonly AddressRange[] =>
  uncovered(cidrs.map(rangeOf), except.map(rangeOf));

/** What of the ranges lies in none of the others: empty means that the others contain them. */
export function uncovered(
  ranges: readonly AddressRange[],
  others: readonly AddressRange[],
): readonly AddressRange[] {
  return others.reduce(
    (left, other) => left.flatMap((range) => without(range, other)),
    ranges as readonly AddressRange[],
  );
}

function without(range: AddressRange, other: AddressRange): AddressRange[] {
  const apart = range.family !== other.family || other.last < range.first || range.last < other.first;
  if (apart) return [range];
  return [
    ...(range.first < other.first ? [{ ...range, last: other.first - 1n }] : []),
    ...(other.last < range.last ? [{ ...range, first: other.last + 1n }] : []),
  ];
}

/** How many addresses, for a sentence. */
export const addressCount = (ranges: readonly AddressRange[]): bigint =>
  ranges.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
