import { addonPodNamespaces, type Peer, type Workload, workloadNamespaces } from '../../../config/flows';
import { podLabels } from '../../../config/contract';
import { objectsOfKind, type PodTemplate, podTemplates } from '../kubernetes-objects';
import type { Json, Tree } from '../tree';
import type { Endpoint } from './policy-semantics';

/** The first addresses of a block after the five that AWS keeps. */
export function addressesIn(cidr: string, count: number): string[] {
  const [a, b, c, d] = cidr.split('/')[0]!.split('.').map(Number);
  return Array.from({ length: count }, (_, index) => `${a}.${b}.${c}.${d! + 5 + index}`);
}

export const outsideEndpoint = (address: string, name = address): Endpoint => ({
  name,
  namespace: null,
  labels: {},
  address,
  namedPorts: {},
});

/** Every pod of the charts, spread over the private subnets as the VPC's network plug-in gives them addresses. */
export function pods(tree: Tree): Endpoint[] {
  const { zones } = tree.environment.network;
  const templates = [...podTemplates(tree), ...solverPods(tree)];
  return templates.map((pod, index) => {
    const zone = zones[index % zones.length]!;
    const ports: Json[] = pod.containers.flatMap((container) => container.ports ?? []);
    return {
      name: `${pod.namespace}/${pod.labels[podLabels.name] ?? pod.owner.metadata.name}`,
      namespace: pod.namespace,
      labels: pod.labels,
      address: addressesIn(zone.privateCidr, templates.length)[index]!,
      namedPorts: Object.fromEntries(
        ports.filter(({ name }) => name).map(({ name, containerPort }) => [name, containerPort]),
      ),
    };
  });
}

/** Pods that cert-manager makes beside each certificate, with the labels that its issuer gives them. */
const solverPods = (tree: Tree): Pick<PodTemplate, 'owner' | 'namespace' | 'labels' | 'containers'>[] =>
  objectsOfKind(tree, 'Certificate').flatMap(({ metadata, spec }) =>
    objectsOfKind(tree, 'ClusterIssuer')
      .filter((issuer) => issuer.metadata.name === (spec as Json).issuerRef.name)
      .flatMap((owner) =>
        ((owner.spec as Json).acme.solvers as Json[])
          .filter(({ http01 }) => http01)
          .map(({ http01 }) => ({
            owner,
            namespace: metadata.namespace ?? 'default',
            labels: http01.ingress.podTemplate?.metadata?.labels ?? {},
            containers: [],
          })),
      ),
  );

/** Pods of EKS's add-ons that flows name. No policy of ours selects them. */
export const addonPods = (tree: Tree): Endpoint[] =>
  Object.entries(addonPodNamespaces).map(([name, namespace], index) => ({
    name: `${namespace}/${name}`,
    namespace,
    labels: { [podLabels.name]: name },
    address: addressesIn(tree.environment.network.zones[0]!.privateCidr, 220).slice(-10)[index]!,
    namedPorts: {},
  }));

export const isAddonPod = ({ namespace, labels }: Endpoint): boolean =>
  Object.entries<string>(addonPodNamespaces).some(
    ([name, own]) => name === labels[podLabels.name] && own === namespace,
  );

/** A pod that nobody planned, in a given namespace. */
export const stranger = (namespace: string, address: string): Endpoint => ({
  name: `${namespace}/stranger`,
  namespace,
  labels: { [podLabels.name]: 'stranger' },
  address,
  namedPorts: {},
});

const podNamespaces: Partial<Record<Peer, string>> = { ...workloadNamespaces, ...addonPodNamespaces };

/** Which pod of the flow table a pod is; null: none, such as a pause pod. */
export function workloadOf({ namespace, labels }: Endpoint): Workload | null {
  const name = labels[podLabels.name] as Workload | undefined;
  return name !== undefined && podNamespaces[name] === namespace ? name : null;
}
