import type { Assessment, DeployedObject, Json, JsonObject, Side } from '../../change';
import { rangesOf } from '../reading/address-ranges';
import { movedSubnets, withMovedSubnets } from '../reading/moved-subnets';
import { lostOpenings, newOpenings, type Opening, openingText, type Peer } from '../reading/openings';
import { podLabelsOf, podTemplateOf, workloadsIn } from '../reading/pods';
import { selectionText, selects } from '../reading/selectors';
import { at, enumerated, listAt, numberOf, objectAt, textAt, textOf } from '../reading/values';
import type { KubernetesRule } from '../rule';

const directions = { Ingress: ['ingress', 'from'], Egress: ['egress', 'to'] } as const;
type Direction = keyof typeof directions;

/**
 * What the pods that a policy selects may reach, and who may reach them, on both sides: policies add up, and a pod that
 * none selects is open. So that a policy that goes may open its pods to all, or cut them off, whatever the others say.
 */
export const networkPolicies: KubernetesRule = ({ before, after }, world) => {
  const policies = [before, after].filter((one) => one?.kind === 'NetworkPolicy') as DeployedObject[];
  const found = policies.flatMap((policy) => {
    const groups = selectedPods(policy, world.before, world.after);
    return (Object.keys(directions) as Direction[]).flatMap((direction) =>
      groups.flatMap((group) => compared(policy.namespace, group, direction, world.before, world.after)),
    );
  });
  return [...new Map(found.map((one) => [one.why, one])).values()];
};

/** Pods that a policy selects, by their labels. */
interface PodGroup {
  readonly name: string;
  readonly labels: JsonObject;
  /** Whether there are such pods on both sides, or only might be. */
  readonly stays: boolean;
}

/**
 * Workloads that were there before. Of a policy for a whole namespace, or for pods that no chart has, also a pod with
 * just the labels that it asks for: somebody may start one.
 */
function selectedPods({ namespace, body }: DeployedObject, before: Side, after: Side): PodGroup[] {
  const selector = at(body, 'spec', 'podSelector');
  const groups = (side: Side): PodGroup[] =>
    workloadsIn(side, namespace)
      .map((workload) => ({
        name: workload.name,
        labels: podLabelsOf(podTemplateOf(workload)),
        stays: workloadsIn(after, namespace).some(({ name }) => name === workload.name),
      }))
      .filter(({ labels }) => selects(selector, labels));
  const [old, now] = [groups(before), groups(after)];
  const labels = objectAt(selector, 'matchLabels');
  const isForAll = Object.keys(labels).length === 0;
  const isLeft = after.objects.some((object) => object.namespace === namespace);
  const possible = isLeft && (isForAll || old.length + now.length === 0);
  return [...old, ...(possible ? [{ name: 'a pod of no other policy', labels, stays: false }] : [])];
}

function compared(
  namespace: string | null,
  group: PodGroup,
  direction: Direction,
  before: Side,
  after: Side,
): Assessment[] {
  const [old, now] = [before, after].map((side) => openingsOf(namespace, group, direction, side));
  const text = (openings: readonly Opening[]): string =>
    enumerated([...new Set(openings.map((opening) => openingText(opening, directions[direction][1])))]);
  // A block that follows its subnet lets nothing more through; the old one is closed while things still stand there.
  const known = withMovedSubnets(old ?? [], movedSubnets(before, after));
  const [more, less] = [newOpenings(now ?? [], known), lostOpenings(old ?? [], now ?? [])];
  return [
    ...(more.length > 0
      ? [
          {
            risk: 'exposure' as const,
            why: `More gets through for ${group.name}: ${text(more)}.`,
            instead: 'Name the one workload and port that are needed.',
          },
        ]
      : []),
    ...(less.length > 0 && group.stays
      ? [
          {
            risk: 'downtime' as const,
            why: `${group.name} is cut off: ${text(less)} no longer gets through.`,
            instead: 'First let nothing use the flow, then remove it.',
          },
        ]
      : []),
  ];
}

/** All that the policies of a side let through for pods with these labels. */
function openingsOf(
  namespace: string | null,
  { labels }: PodGroup,
  direction: Direction,
  side: Side,
): readonly Opening[] {
  const policies = side.objects.filter(
    (object) =>
      object.kind === 'NetworkPolicy' &&
      object.namespace === namespace &&
      selects(at(object.body, 'spec', 'podSelector'), labels) &&
      typesOf(object.body).includes(direction),
  );
  if (policies.length === 0) return [{ protocol: '*', ports: '*', peer: { kind: 'anyone' } }];
  const [list, peers] = directions[direction];
  return policies.flatMap(({ body }) =>
    listAt(body, 'spec', list).flatMap((rule) => openingsOfRule(rule, peers)),
  );
}

/** A policy is always one of ingress where it does not say of what. */
function typesOf(body: JsonObject): readonly Json[] {
  const types = listAt(body, 'spec', 'policyTypes');
  if (types.length > 0) return types;
  return at(body, 'spec', 'egress') === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
}

function openingsOfRule(rule: Json, peers: 'from' | 'to'): Opening[] {
  const ports = listAt(rule, 'ports');
  const named = listAt(rule, peers).map(peerOf);
  // Without a list it is everyone, and every port.
  const all: readonly Peer[] = named.length > 0 ? named : [{ kind: 'anyone' }];
  return (ports.length > 0 ? ports : [null]).flatMap((port) =>
    all.map((peer) => ({ ...portOf(port), peer })),
  );
}

function portOf(port: Json): Pick<Opening, 'protocol' | 'ports'> {
  if (port === null) return { protocol: '*', ports: '*' };
  const protocol = textAt(port, 'protocol') || 'TCP';
  const from = numberOf(at(port, 'port'));
  if (at(port, 'port') === undefined) return { protocol, ports: '*' };
  return {
    protocol,
    ports: from === null ? textAt(port, 'port') : { from, to: numberOf(at(port, 'endPort')) ?? from },
  };
}

function peerOf(peer: Json): Peer {
  const block = at(peer, 'ipBlock', 'cidr');
  if (typeof block === 'string' && block.includes('/') && !block.includes('$')) {
    const except = listAt(peer, 'ipBlock', 'except').map(textOf);
    return { kind: 'addresses', text: block, ranges: rangesOf([block], except) };
  }
  if (block !== undefined) return { kind: 'named', text: textOf(block) };
  const selection = { pods: at(peer, 'podSelector'), namespaces: at(peer, 'namespaceSelector') };
  return { kind: 'pods', text: selectionText(selection), selection };
}

/** The switches that make policies count. */
export const policySwitches: KubernetesRule = ({ before, after }) => {
  if (!before || !after) return [];
  const value = (object: DeployedObject, ...path: readonly string[]): string => textAt(object.body, ...path);
  const left = (expected: string, ...path: readonly string[]): boolean =>
    value(before, ...path) === expected && value(after, ...path) !== expected;
  if (after.name === 'amazon-vpc-cni' && left('true', 'data', 'enable-network-policy-controller')) {
    return [
      { risk: 'exposure', why: 'EKS no longer enforces any NetworkPolicy: every pod reaches every other.' },
    ];
  }
  if (after.kind !== 'NodeClass') return [];
  const [old, now] = [value(before, 'spec', 'networkPolicy'), value(after, 'spec', 'networkPolicy')];
  return [
    ...(old === 'DefaultDeny' && now !== 'DefaultDeny'
      ? [{ risk: 'exposure' as const, why: 'Pods that no policy selects reach everything.' }]
      : []),
    ...(old === 'DefaultAllow' && now === ''
      ? [{ risk: 'exposure' as const, why: 'New nodes no longer say that policies hold on them.' }]
      : []),
    ...(now === 'DefaultDeny' && old !== 'DefaultDeny'
      ? [
          {
            risk: 'downtime' as const,
            why: 'Pods that no policy selects are cut off, those of the add-ons among them.',
            instead: 'First give every namespace its policies.',
          },
        ]
      : []),
    ...(left('Enabled', 'spec', 'networkPolicyEventLogs')
      ? [{ risk: 'exposure' as const, why: 'Nobody can tell which connections were refused.' }]
      : []),
  ];
};
