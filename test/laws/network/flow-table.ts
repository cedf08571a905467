import {
  addonPodNamespaces,
  type Flow,
  flows,
  type OutsidePeer,
  outsidePeers,
  type Peer,
  workloadNamespaces,
} from '../../../config/flows';
import { podIdentityAgentAddress, ports, serviceNetwork } from '../../../config/contract';
import { objectsOf } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';
import { addonPods, addressesIn, isAddonPod, outsideEndpoint, pods, stranger, workloadOf } from './cast';
import { type Connection, type Endpoint, inBlock, NetworkPolicies } from './policy-semantics';

/** Addresses that no flow names: instance metadata, other private networks. */
const forbiddenAddresses = ['169.254.169.254', '169.254.170.2', '10.255.255.9', '172.16.0.9', '192.168.0.9'];
const publicAddresses = ['1.1.1.1', '8.8.8.8', '203.0.113.9'];
/** Ports that nobody listens on. */
const idlePorts = [22, 8080, 9999];

/**
 * Every ordered pair of pods, and every pod with every kind of address both ways, is let through exactly where the
 * flow table says so. Strangers, pods that nobody planned, stand in every namespace and reach nobody.
 */
export const flowTable: Law = (tree) => {
  const policies = new NetworkPolicies(objectsOf(tree));
  return connections(tree).flatMap((connection) => {
    const expected = expectation(tree, connection);
    if (policies.allow(connection) === (expected === 'allowed')) return [];
    const { from, to, protocol, port } = connection;
    const finding =
      expected === 'allowed'
        ? 'is refused, the flow table lists it'
        : 'passes, the flow table does not list it';
    return `${from.name} → ${to.name} ${protocol} ${port} ${finding}`;
  });
};

/** Every name in the flow table that is a workload has a pod. */
export const flowsNameWorkloads =
  (table: readonly Flow[]): Law =>
  (tree) => {
    const running = new Set(pods(tree).map(workloadOf));
    const named = new Set(table.flatMap(({ from, to }) => [from, to]));
    const addons = Object.keys(addonPodNamespaces);
    const known = new Set<string>([...outsidePeers, ...addons, ...Object.keys(workloadNamespaces)]);
    return [...named].flatMap((peer) => {
      if (!known.has(peer)) return `config/flows.ts: ${peer} is neither a workload nor an outside peer`;
      const outside = [...outsidePeers, ...addons].includes(peer);
      return outside || running.has(peer as never) ? [] : `config/flows.ts: no chart makes pods of ${peer}`;
    });
  };

function connections(tree: Tree): Connection[] {
  const { network } = tree.environment;
  const ours = [...pods(tree), ...strangers(tree)];
  const subnets = network.zones.flatMap(({ publicCidr, privateCidr, dataCidr }) => [
    publicCidr,
    privateCidr,
    dataCidr,
  ]);
  const outside = [
    ...subnets.map((cidr) => addressesIn(cidr, 1)[0]!),
    ...forbiddenAddresses,
    ...publicAddresses,
    podIdentityAgentAddress,
    serviceNetwork.dnsAddress,
    serviceNetwork.kubernetesApiAddress,
  ].map((address) => outsideEndpoint(address));
  const pairs: [Endpoint, Endpoint][] = ours.flatMap((pod) => [
    ...ours.filter((other) => other !== pod).map((other): [Endpoint, Endpoint] => [pod, other]),
    ...[...outside, ...addonPods(tree)].flatMap((other): [Endpoint, Endpoint][] => [
      [pod, other],
      [other, pod],
    ]),
  ]);
  return pairs.flatMap(([from, to]) =>
    probedPorts(tree).flatMap((port) =>
      (['TCP', 'UDP'] as const).map((protocol) => ({ from, to, protocol, port })),
    ),
  );
}

const strangers = (tree: Tree): Endpoint[] => {
  const namespaces = new Set(
    objectsOf(tree)
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => metadata.name),
  );
  const [address = ''] = addressesIn(tree.environment.network.zones[0]!.privateCidr, 200).slice(-1);
  return [...namespaces].map((namespace) => stranger(namespace, address));
};

/** Ports of the flow table and of the policies, and some that appear in neither. */
function probedPorts(tree: Tree): number[] {
  const policies: Json[] = objectsOf(tree).filter(({ kind }) => kind === 'NetworkPolicy');
  const rules: Json[] = policies.flatMap(({ spec }) => [...(spec.ingress ?? []), ...(spec.egress ?? [])]);
  const ofPolicies = rules.flatMap((rule) => rule.ports ?? []).map(({ port }: Json) => port);
  const ofFlows = flows.map((flow) => portOf(tree, flow));
  return [...new Set([...idlePorts, ...ofFlows, ...ofPolicies.filter((port) => typeof port === 'number')])];
}

const portOf = (tree: Tree, { port }: Flow): number =>
  port === 'application' ? tree.environment.application.port : port;

function expectation(tree: Tree, connection: Connection): 'allowed' | 'refused' {
  const { from, to, port, protocol } = connection;
  if ((to.namespace === null || isAddonPod(to)) && port === ports.dns)
    return answersDns(tree, to.address) ? 'allowed' : 'refused';
  if (to.address === podIdentityAgentAddress && port === ports.podIdentity && protocol === 'TCP')
    return 'allowed';
  const listed =
    protocol === 'TCP' &&
    flows.some(
      (flow) =>
        peersAt(tree, from).includes(flow.from) &&
        peersAt(tree, to).includes(flow.to) &&
        portOf(tree, flow) === port,
    );
  return listed ? 'allowed' : 'refused';
}

/** The service address, and the VPC's own resolver and nodes: never the internet, where a name could carry data out. */
const answersDns = ({ environment }: Tree, address: string): boolean =>
  address === serviceNetwork.dnsAddress || inBlock(address, environment.network.vpcCidr);

function peersAt(tree: Tree, endpoint: Endpoint): Peer[] {
  const workload = endpoint.namespace === null ? null : workloadOf(endpoint);
  // An add-on's pod has an address of the subnets, and nothing refuses what is open to these.
  if (endpoint.namespace !== null && !isAddonPod(endpoint)) return workload ? [workload] : [];
  const { zones } = tree.environment.network;
  const inSubnets = (subnet: 'publicCidr' | 'privateCidr' | 'dataCidr'): boolean =>
    zones.some((zone) => inBlock(endpoint.address, zone[subnet]));
  const peers: [boolean, OutsidePeer[]][] = [
    [inSubnets('dataCidr'), ['database', 'cache']],
    [
      inSubnets('privateCidr') || endpoint.address === serviceNetwork.kubernetesApiAddress,
      ['kubernetes-api'],
    ],
    [inSubnets('privateCidr'), ['nodes']],
    [inSubnets('publicCidr'), ['load-balancer']],
    [publicAddresses.includes(endpoint.address), ['internet']],
  ];
  const byAddress = peers.flatMap(([there, names]) => (there ? names : []));
  return workload ? [workload, ...byAddress] : byAddress;
}
