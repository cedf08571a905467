import type { ApiServer, LiveObject } from '../cluster/api-server';
import type { AddressedPod, NetworkPolicy, PolicyWorld } from './policy-objects';

/** A pod with its address, its node, and its name for people. */
export interface PlacedPod extends AddressedPod {
  readonly name: string;
  readonly uid: string;
  readonly node: string;
}

export interface LiveWorld extends PolicyWorld {
  readonly pods: readonly PlacedPod[];
}

/** What the API server says of policies and of pods that have an address of their own. */
export async function readWorld(api: ApiServer): Promise<LiveWorld> {
  const [policies, pods, namespaces] = await Promise.all([
    api.list('networking.k8s.io/v1', 'NetworkPolicy'),
    api.list('v1', 'Pod'),
    api.list('v1', 'Namespace'),
  ]);
  return {
    policies: policies.map(({ metadata, spec }) => ({
      ...(spec as Omit<NetworkPolicy, 'namespace'>),
      namespace: metadata.namespace ?? '',
    })),
    pods: pods.flatMap(placed),
    namespaces: Object.fromEntries(namespaces.map(({ metadata }) => [metadata.name, metadata.labels ?? {}])),
  };
}

interface PodSpec {
  readonly nodeName?: string;
  readonly hostNetwork?: boolean;
  readonly containers: readonly {
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  }[];
}

interface PodStatus {
  readonly podIP?: string;
  readonly phase?: string;
}

/** Nothing while it has no address, or none any more. */
function placed({ metadata, ...rest }: LiveObject): PlacedPod[] {
  const { nodeName, hostNetwork, containers } = rest.spec as PodSpec;
  const { podIP, phase } = (rest.status ?? {}) as PodStatus;
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  if (nodeName === undefined || podIP === undefined || hostNetwork || isOver) return [];
  return [
    {
      name: `${metadata.namespace}/${metadata.name}`,
      uid: metadata.uid,
      namespace: metadata.namespace ?? '',
      labels: metadata.labels ?? {},
      address: podIP,
      node: nodeName,
      namedPorts: Object.fromEntries(
        containers.flatMap(({ ports = [] }) =>
          ports.flatMap(({ name, containerPort }) => (name ? [[name, containerPort]] : [])),
        ),
      ),
    },
  ];
}
