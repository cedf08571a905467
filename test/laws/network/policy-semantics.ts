import ipaddr from 'ipaddr.js';
import type { KubernetesObject } from '../../../charts/rendered-chart';
import { selects } from '../kubernetes-objects';
import type { Json } from '../tree';

/** One side of a connection: a pod, or an address outside the cluster (no namespace). */
export interface Endpoint {
  readonly name: string;
  readonly namespace: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly address: string;
  /** Container ports by name, which a policy may use in place of a number. */
  readonly namedPorts: Readonly<Record<string, number>>;
}

export interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

/** Half a million questions about a few dozen addresses and blocks: each is answered once. */
const answers = new Map<string, boolean>();

/** Whether an address lies in a CIDR block. */
export function inBlock(address: string, cidr: string): boolean {
  const question = `${address} ${cidr}`;
  let answer = answers.get(question);
  if (answer === undefined) {
    const parsed = ipaddr.parse(address);
    const block = ipaddr.parseCIDR(cidr);
    answer = parsed.kind() === block[0].kind() && parsed.match(block);
    answers.set(question, answer);
  }
  return answer;
}

/**
 * Whether NetworkPolicies let a connection pass: the source's egress and the target's ingress must both allow it; a
 * side that no policy selects is open; several policies are a union.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
 */
export class NetworkPolicies {
  private readonly policies: readonly KubernetesObject[];
  private readonly namespaceLabels: ReadonlyMap<string, Readonly<Record<string, string>>>;

  constructor(objects: readonly KubernetesObject[]) {
    this.policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    this.namespaceLabels = new Map(
      objects
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata }) => [metadata.name, metadata.labels ?? {}]),
    );
  }

  allow(connection: Connection): boolean {
    return this.sideAllows('egress', connection) && this.sideAllows('ingress', connection);
  }

  /** Labels of a namespace, with the one that the API server adds. */
  labelsOf(namespace: string): Readonly<Record<string, string>> {
    return { ...this.namespaceLabels.get(namespace), 'kubernetes.io/metadata.name': namespace };
  }

  private sideAllows(side: 'egress' | 'ingress', connection: Connection): boolean {
    const [self, peer] =
      side === 'egress' ? [connection.from, connection.to] : [connection.to, connection.from];
    const governing = this.policies.filter(
      (policy) =>
        governs(policy, side) &&
        inNamespace(policy, self) &&
        selects(specOf(policy).podSelector ?? {}, self.labels),
    );
    if (governing.length === 0) return true;
    return governing.some((policy) =>
      (specOf(policy)[side] ?? []).some(
        (rule: Json) =>
          this.peerMatches(policy, side === 'egress' ? rule.to : rule.from, peer) &&
          portMatches(rule.ports, connection),
      ),
    );
  }

  private peerMatches(policy: KubernetesObject, peers: Json[] | undefined, endpoint: Endpoint): boolean {
    if (!peers || peers.length === 0) return true;
    return peers.some((peer) => {
      if (peer.ipBlock) {
        const { cidr, except = [] } = peer.ipBlock;
        return (
          inBlock(endpoint.address, cidr) && !except.some((block: string) => inBlock(endpoint.address, block))
        );
      }
      if (endpoint.namespace === null) return false;
      const namespaceMatches = peer.namespaceSelector
        ? selects(peer.namespaceSelector, this.labelsOf(endpoint.namespace))
        : endpoint.namespace === policy.metadata.namespace;
      return namespaceMatches && selects(peer.podSelector ?? {}, endpoint.labels);
    });
  }
}

const specOf = (policy: KubernetesObject): Json => policy.spec;

const inNamespace = (policy: KubernetesObject, { namespace }: Endpoint): boolean =>
  namespace !== null && policy.metadata.namespace === namespace;

function governs(policy: KubernetesObject, side: 'egress' | 'ingress'): boolean {
  const { policyTypes, egress } = specOf(policy);
  if (policyTypes) return policyTypes.includes(side === 'egress' ? 'Egress' : 'Ingress');
  return side === 'ingress' || Boolean(egress);
}

function portMatches(ports: Json[] | undefined, { to, protocol, port }: Connection): boolean {
  if (!ports || ports.length === 0) return true;
  return ports.some((allowed) => {
    if ((allowed.protocol ?? 'TCP') !== protocol) return false;
    if (allowed.port === undefined) return true;
    const first = typeof allowed.port === 'string' ? to.namedPorts[allowed.port] : allowed.port;
    return first !== undefined && port >= first && port <= (allowed.endPort ?? first);
  });
}
