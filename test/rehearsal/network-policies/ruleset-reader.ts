import { inBlock } from '../../laws/network/policy-semantics';

/** The first packet of a connection. */
export interface Packet {
  readonly saddr: string;
  readonly daddr: string;
  readonly protocol: 'tcp' | 'udp';
  readonly dport: number;
}

/**
 * Whether a ruleset, in the part of nftables' language that `policyRuleset` writes, forwards a packet.
 * @throws Error for a line that it does not understand.
 */
export function forwards(ruleset: string, packet: Packet): boolean {
  const chains = new Map(
    [...ruleset.matchAll(/^ {2}chain (\S+) \{\n((?: {4}.*\n)*) {2}\}$/gm)].map(([, name = '', body = '']) => [
      name,
      body.split('\n').flatMap((line) => line.trim() || []),
    ]),
  );
  return (chains.get('forwarded') ?? []).every((line) => {
    if (line.startsWith('type ') || line.startsWith('ct state ')) return true;
    const [, field, entries = ''] = /^ip ([sd]addr) vmap \{ (.*) \}$/.exec(line) ?? fail(line);
    const found = entries
      .split(', ')
      .find((entry) => entry.split(' : ')[0] === packet[field as 'saddr' | 'daddr']);
    if (!found) return true;
    const chain = chains.get(found.split(' : jump ')[1]!) ?? fail(found);
    return verdict(chain, packet) === 'return';
  });
}

function verdict(chain: readonly string[], packet: Packet): string {
  for (const line of chain) {
    const words = line.split(' ');
    if (matches(words.slice(0, -1).join(' '), packet)) return words.at(-1)!;
  }
  return 'return';
}

/** Takes one condition after the other from the start of the text. */
function matches(text: string, packet: Packet): boolean {
  if (text === '') return true;
  const [condition, holds] = firstCondition(text, packet);
  return holds && matches(text.slice(condition.length).trim(), packet);
}

function firstCondition(text: string, packet: Packet): [string, boolean] {
  const excluded = /^ip ([sd]addr) != \{ ([^}]*) \}/.exec(text);
  if (excluded) {
    const [condition, field, blocks = ''] = excluded;
    return [condition, !blocks.split(', ').some((block) => isIn(packet, field, block))];
  }
  const address = /^ip ([sd]addr) (\S+)/.exec(text);
  if (address) return [address[0], isIn(packet, address[1], address[2]!)];
  const port = /^(tcp|udp) dport (\d+)(?:-(\d+))?/.exec(text);
  if (port) {
    const [condition, protocol, first, last = first] = port;
    const inRange = packet.dport >= Number(first) && packet.dport <= Number(last);
    return [condition, packet.protocol === protocol && inRange];
  }
  const protocol = /^meta l4proto (tcp|udp)/.exec(text) ?? fail(text);
  return [protocol[0], packet.protocol === protocol[1]];
}

const isIn = (packet: Packet, field: string | undefined, block: string): boolean =>
  inBlock(packet[field as 'saddr' | 'daddr'], block.includes('/') ? block : `${block}/32`);

function fail(line: string): never {
  throw new Error(`no rule that policyRuleset writes: ${line}`);
}
