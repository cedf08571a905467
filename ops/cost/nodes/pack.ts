import { UnknownCost } from '../resources/resource-rule';
import type { NodeType } from './node-pools';

/** One pod to be placed. */
export interface Pod {
  readonly workload: string;
  readonly millicores: number;
  readonly mib: number;
  /** Never beside another of its workload. */
  readonly apart: boolean;
}

/** So many pods of each workload in each zone: as even as can be, the rest where least is asked for. */
export function spreadOverZones(
  groups: readonly (Pod & { readonly replicas: number })[],
  zones: number,
): Pod[][] {
  const placed: Pod[][] = Array.from({ length: zones }, () => []);
  const asked = (pods: readonly Pod[]): number => pods.reduce((sum, pod) => sum + pod.mib, 0);
  for (const { replicas, ...pod } of groups) {
    for (let index = 0; index < replicas; index++) {
      const own = (pods: readonly Pod[]): number =>
        pods.filter(({ workload }) => workload === pod.workload).length;
      const [zone] = [...placed].sort((one, other) => own(one) - own(other) || asked(one) - asked(other));
      zone?.push(pod);
    }
  }
  return placed;
}

interface FilledNode {
  readonly pods: Pod[];
  type: NodeType;
}

/**
 * The cheapest nodes that hold the pods of a zone: for each type, the largest pods first onto the first node with
 * room, then each node made as small as its pods allow; of these the cheapest. @throws UnknownCost for a pod that fits
 * no node.
 */
export function pack(pods: readonly Pod[], types: readonly NodeType[]): NodeType[] {
  if (pods.length === 0) return [];
  const largest = [...pods].sort((one, other) => other.mib - one.mib || other.millicores - one.millicores);
  const ways = types.flatMap((type) => {
    const nodes = packOnto(largest, type);
    return nodes ? [nodes.map((node) => smallest(node, types))] : [];
  });
  const [cheapest] = ways.sort((one, other) => hourly(one) - hourly(other) || one.length - other.length);
  if (!cheapest) {
    throw new UnknownCost(
      `a pod of ${largest[0]?.workload} fits no node of its pool: allow a larger size or let it ask for less`,
    );
  }
  return cheapest;
}

const hourly = (nodes: readonly NodeType[]): number =>
  nodes.reduce((sum, { hourlyUsd }) => sum + hourlyUsd, 0);

/** null: one pod alone is too large. */
function packOnto(pods: readonly Pod[], type: NodeType): FilledNode[] | null {
  const nodes: FilledNode[] = [];
  for (const pod of pods) {
    if (!holds(type, [pod])) return null;
    const node = nodes.find(
      ({ pods: others }) =>
        holds(type, [...others, pod]) &&
        !(pod.apart && others.some(({ workload }) => workload === pod.workload)),
    );
    if (node) node.pods.push(pod);
    else nodes.push({ pods: [pod], type });
  }
  return nodes;
}

const holds = (type: NodeType, pods: readonly Pod[]): boolean =>
  pods.reduce((sum, pod) => sum + pod.millicores, 0) <= type.millicores &&
  pods.reduce((sum, pod) => sum + pod.mib, 0) <= type.mib;

const smallest = ({ pods, type }: FilledNode, types: readonly NodeType[]): NodeType =>
  types
    .filter((candidate) => holds(candidate, pods))
    .reduce((best, candidate) => (candidate.hourlyUsd < best.hourlyUsd ? candidate : best), type);
