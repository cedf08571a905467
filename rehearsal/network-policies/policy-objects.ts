/** The parts of NetworkPolicy, Pod and Namespace that decide what a packet may do. https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1 */

type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

export interface PolicyPeer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}

export interface PolicyPort {
  readonly protocol?: string;
  /** A number, or the name of a container's port; missing: all ports of the protocol. */
  readonly port?: number | string;
  readonly endPort?: number;
}

export interface PolicyRule {
  readonly from?: readonly PolicyPeer[];
  readonly to?: readonly PolicyPeer[];
  readonly ports?: readonly PolicyPort[];
}

export interface NetworkPolicy {
  readonly namespace: string;
  readonly podSelector: Selector;
  readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
}

/** A pod that has an address. */
export interface AddressedPod {
  readonly namespace: string;
  readonly labels: Labels;
  readonly address: string;
  /** Numbers of its containers' ports by name. */
  readonly namedPorts: Readonly<Record<string, number>>;
}

export interface PolicyWorld {
  readonly policies: readonly NetworkPolicy[];
  readonly pods: readonly AddressedPod[];
  /** Labels by the namespace's name. */
  readonly namespaces: Readonly<Record<string, Labels>>;
}

export type Side = 'ingress' | 'egress';

/** Whether labels are selected; an empty selector selects everything. */
export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
      }
    })
  );
}

/** Whether a policy has a say about a side of a pod. */
export function governs(policy: NetworkPolicy, pod: AddressedPod, side: Side): boolean {
  const { policyTypes = ['Ingress', ...(policy.egress ? ['Egress' as const] : [])] } = policy;
  return (
    policyTypes.includes(side === 'ingress' ? 'Ingress' : 'Egress') &&
    policy.namespace === pod.namespace &&
    selects(policy.podSelector, pod.labels)
  );
}
