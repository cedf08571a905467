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
  const placed = Array.from({ length: zones }, () => ({ pods: [] as Pod[], mib: 0 }));
  for (const { replicas, ...pod } of groups) {
    const own = new Map(placed.map((zone) => [zone, 0]));
    for (let index = 0; index < replicas; index++) {
      const zone = placed.reduce((best, other) => {
        const more = own.get(other)! - own.get(best)! || other.mib - best.mib;
        return more < 0 ? other : best;
      });
      zone.pods.push(pod);
      zone.mib += pod.mib;
      own.set(zone, own.get(zone)! + 1);
    }
  }
  return placed.map(({ pods }) => pods);
}

interface FilledNode {
  readonly pods: Pod[];
  readonly type: NodeType;
  millicores: number;
  mib: number;
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
  // Nodes without room for a pod have none for the next one like it.
  let [from, last]: [number, Pod | undefined] = [0, undefined];
  for (const pod of pods) {
    if (pod.millicores > type.millicores || pod.mib > type.mib) return null;
    if (!last || !isAlike(pod, last)) from = 0;
    last = pod;
    while (from < nodes.length && !hasRoom(nodes[from]!, pod)) from += 1;
    const node = nodes[from] ?? { pods: [], type, millicores: 0, mib: 0 };
    if (from === nodes.length) nodes.push(node);
    node.pods.push(pod);
    node.millicores += pod.millicores;
    node.mib += pod.mib;
  }
  return nodes;
}

const isAlike = (one: Pod, other: Pod): boolean =>
  one.workload === other.workload &&
  one.millicores === other.millicores &&
  one.mib === other.mib &&
  one.apart === other.apart;

const hasRoom = ({ pods, type, millicores, mib }: FilledNode, pod: Pod): boolean =>
  millicores + pod.millicores <= type.millicores &&
  mib + pod.mib <= type.mib &&
  !(pod.apart && pods.some(({ workload }) => workload === pod.workload));

const smallest = ({ millicores, mib, type }: FilledNode, types: readonly NodeType[]): NodeType =>
  types
    .filter((candidate) => millicores <= candidate.millicores && mib <= candidate.mib)
    .reduce((best, candidate) => (candidate.hourlyUsd < best.hourlyUsd ? candidate : best), type);
