import {
  type AddressedPod,
  governs,
  type NetworkPolicy,
  type PolicyPeer,
  type PolicyPort,
  type PolicyWorld,
  selects,
  type Side,
} from './policy-objects';

const table = 'inet network-policies';

/**
 * NetworkPolicies as an nftables ruleset for the node on which `local` pods run. A node judges what its own pods send
 * and receive: a packet between two nodes is judged on both. The node itself always reaches its pods, as the kubelet's
 * probes must: what it sends is not forwarded.
 *
 * It replaces the ruleset that was there at once. Service addresses have become pods' before: rules come after that.
 */
export function policyRuleset(world: PolicyWorld, local: readonly AddressedPod[]): string {
  const chains = local.flatMap((pod) =>
    (['egress', 'ingress'] as const).flatMap((side) => chainOf(world, pod, side)),
  );
  const judged = (side: Side): string => {
    const entries = chains
      .filter((chain) => chain.side === side)
      .map(({ address, name }) => `${address} : jump ${name}`);
    const field = side === 'egress' ? 'saddr' : 'daddr';
    return entries.length > 0 ? `    ip ${field} vmap { ${entries.join(', ')} }\n` : '';
  };
  const known = '    ct state established,related accept\n';
  return `table ${table}
delete table ${table}
table ${table} {
${chains.map(({ text }) => text).join('')}  chain forwarded {
    type filter hook forward priority filter; policy accept;
${known}${judged('egress')}${judged('ingress')}  }
  chain to-the-node {
    type filter hook input priority filter; policy accept;
${known}${judged('egress')}  }
}
`;
}

interface Chain {
  readonly side: Side;
  readonly address: string;
  readonly name: string;
  readonly text: string;
}

/** What a pod may send or receive; none when no policy has a say. */
function chainOf(world: PolicyWorld, pod: AddressedPod, side: Side): Chain[] {
  const governing = world.policies.filter((policy) => governs(policy, pod, side));
  if (governing.length === 0) return [];
  const matches = governing.flatMap((policy) => matchesOf(world, policy, pod, side));
  const name = `${side}-${pod.address.replaceAll('.', '-')}`;
  const lines = [...new Set(matches.map((match) => `    ${match}return\n`)), '    drop\n'];
  return [{ side, address: pod.address, name, text: `  chain ${name} {\n${lines.join('')}  }\n` }];
}

/** What the rules of a policy let through, as nftables matches that end with a space. */
function matchesOf(world: PolicyWorld, policy: NetworkPolicy, self: AddressedPod, side: Side): string[] {
  const field = side === 'egress' ? 'daddr' : 'saddr';
  return (policy[side] ?? []).flatMap((rule) => {
    const peers = side === 'egress' ? rule.to : rule.from;
    const ports = rule.ports?.length ? rule.ports : [null];
    const receivers = side === 'egress' ? world.pods : [self];
    if (!peers?.length) return ports.flatMap((port) => toAnybody(port, receivers, field));
    return peers.flatMap((peer) => {
      const { ipBlock } = peer;
      if (ipBlock) {
        const block = `ip ${field} ${ipBlock.cidr} ${exceptions(field, ipBlock.except)}`;
        return ports.flatMap((port) => toAnybody(port, receivers, field).map((match) => block + match));
      }
      return podsOf(world, policy, peer).flatMap((pod) =>
        ports.flatMap((port) =>
          portMatch(port, [side === 'egress' ? pod : self]).map(
            (match) => `ip ${field} ${pod.address} ${match}`,
          ),
        ),
      );
    });
  });
}

const exceptions = (field: string, except: readonly string[] = []): string =>
  except.length > 0 ? `ip ${field} != { ${except.join(', ')} } ` : '';

/** A port's name means what each receiving pod calls so; an address that is no pod has no names. */
function toAnybody(port: PolicyPort | null, receivers: readonly AddressedPod[], field: string): string[] {
  if (typeof port?.port !== 'string' || field === 'saddr') return portMatch(port, receivers);
  return receivers.flatMap((pod) =>
    portMatch(port, [pod]).map((match) => `ip ${field} ${pod.address} ${match}`),
  );
}

function portMatch(port: PolicyPort | null, receivers: readonly AddressedPod[]): string[] {
  if (port === null) return [''];
  const protocol = (port.protocol ?? 'TCP').toLowerCase();
  if (port.port === undefined) return [`meta l4proto ${protocol} `];
  const { port: first, endPort } = port;
  if (typeof first === 'number') {
    return [`${protocol} dport ${first}${endPort === undefined ? '' : `-${endPort}`} `];
  }
  const numbers = receivers.flatMap(({ namedPorts }) => namedPorts[first] ?? []);
  return numbers.map((number) => `${protocol} dport ${number} `);
}

function podsOf(
  { pods, namespaces }: PolicyWorld,
  policy: NetworkPolicy,
  { namespaceSelector, podSelector = {} }: PolicyPeer,
): readonly AddressedPod[] {
  return pods.filter(
    ({ namespace, labels }) =>
      (namespaceSelector
        ? selects(namespaceSelector, namespaces[namespace] ?? {})
        : namespace === policy.namespace) && selects(podSelector, labels),
  );
}
