import { podIdentityAgentAddress, podLabels, serviceNetwork } from '../../../config/contract';
import { addonPodNamespaces, type Peer, type Workload, workloadNamespaces } from '../../../config/flows';
import type { Environment } from '../../../config/schema';
import type { ApiObject } from '../../cluster/api-server';
import type { LiveWorld, PlacedPod } from '../../network-policies/policy-world';
import { outsideAddresses, vpcAddresses } from '../../nodes/addresses';

const addonNamespaces: readonly string[] = Object.values(addonPodNamespaces);

/** One side of a connection. */
export interface Side {
  readonly name: string;
  readonly address: string;
  /** What the table of flows calls it; none: a stranger. */
  readonly peers: readonly Peer[];
  /** Missing for what is not a pod. */
  readonly pod?: PlacedPod;
}

/**
 * A pod of each workload, and every pod that nobody planned. Those of add-ons are left out: no policy of ours stands in
 * their namespaces, so a packet from or to them says nothing of our policies.
 */
export function podSides({ pods }: Pick<LiveWorld, 'pods'>): readonly Side[] {
  const ours = pods.filter(({ namespace }) => !addonNamespaces.includes(namespace));
  const sides = ours.map((pod): Side => {
    const name = pod.labels[podLabels.name] as Workload | undefined;
    const isWorkload = name !== undefined && workloadNamespaces[name] === pod.namespace;
    return { name: pod.name, address: pod.address, peers: isWorkload ? [name] : [], pod };
  });
  const firstOf = new Map(sides.flatMap((side) => side.peers.map((peer) => [peer, side] as const)));
  return sides.filter((side) => side.peers.every((peer) => firstOf.get(peer) === side));
}

/** Whatever has an address and is not a pod. */
export function outsideSides({ network }: Environment): readonly Side[] {
  const { router: _router, database, cache, kubernetesApi, loadBalancer } = vpcAddresses(network);
  const { internet, instanceMetadata, otherNetworks } = outsideAddresses;
  // The database and the cache share subnets, and policies know subnets.
  const data = ['database', 'cache'] as const;
  const sides: readonly [name: string, address: string, peers: Side['peers']][] = [
    ['database', database, data],
    ['cache', cache, data],
    // The API server's addresses and the nodes' are in the same subnets, and policies know subnets.
    ['Kubernetes API', kubernetesApi, ['kubernetes-api', 'nodes']],
    ['load balancer', loadBalancer, ['load-balancer']],
    ['internet', internet, ['internet']],
    ['instance metadata', instanceMetadata, []],
    ...otherNetworks.map((address): [string, string, []] => [`private network ${address}`, address, []]),
  ];
  return sides.map(([name, address, peers]) => ({ name, address, peers }));
}

/** What answers on the node itself, to which only pods have a way. */
export const nodeSides: readonly Side[] = [
  { name: 'DNS', address: serviceNetwork.dnsAddress, peers: [] },
  { name: 'Pod Identity agent', address: podIdentityAgentAddress, peers: [] },
];

/** A pod that only waits, on a node of the general pool. */
export function actor(
  { name, namespace, labels }: { name: string; namespace: string; labels: Readonly<Record<string, string>> },
  image: string,
  nodeSelector: Readonly<Record<string, string>>,
): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      nodeSelector,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65_535, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name,
          image,
          resources: {
            requests: { cpu: '1m', memory: '8Mi' },
            limits: { memory: '16Mi' },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
}
