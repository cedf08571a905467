import { type Columns, columnNames, type ColumnName } from '../columns';
import type { PriceBook } from '../prices/open-price-book';
import { UnknownCost } from '../resources/resource-rule';
import { type NodePool, type NodeType, withRoom } from './node-pools';
import { pack, spreadOverZones } from './pack';
import type { PodGroup } from './pod-groups';

/** Nodes of one pool in each column. */
export type PoolNodes = Readonly<Record<ColumnName, readonly NodeType[]>>;

const countOf = (replicas: Columns, column: ColumnName): number => replicas[column];

/**
 * Nodes that hold a pool's pods with none, the assumed and, at the ceiling, any load: there the pool is bought full,
 * up to the limit that Karpenter keeps, of the type that its pods would mostly run on.
 */
export function poolNodes(
  pool: NodePool,
  groups: readonly PodGroup[],
  daemonPods: readonly Omit<PodGroup, 'replicas'>[],
  book: PriceBook,
): PoolNodes {
  const types = pool.sizes.map((size) =>
    withRoom(size, price(book, pricesOf(pool, 'typical').instance(size.instanceType)), daemonPods),
  );
  const packed = Object.fromEntries(
    columnNames.map((column) => [
      column,
      spreadOverZones(
        groups.map((group) => ({ ...group, replicas: countOf(group.replicas, column) })),
        Math.max(1, pool.zones.length),
      ).flatMap((pods) => pack(pods, types)),
    ]),
  ) as unknown as PoolNodes;
  return { ...packed, ceiling: filled(pool, packed.ceiling) };
}

/** Spot nodes are bought on demand while there is no spot capacity: the ceiling counts on that. */
export const pricesOf = ({ isSpot }: NodePool, column: ColumnName) => ({
  instance: (type: string): string => `${isSpot && column !== 'ceiling' ? 'spot' : 'ec2'}.${type}`,
  fee: (type: string): string => `eksauto.${type}`,
});

function price(book: PriceBook, id: string): number {
  const found = book.find(id);
  if (!found) throw new UnknownCost(`the price book has no row ${id}: add it to price-book.json`);
  return found.usd;
}

function filled(pool: NodePool, nodes: readonly NodeType[]): readonly NodeType[] {
  const counts = new Map<NodeType, number>();
  for (const node of nodes) counts.set(node, (counts.get(node) ?? 0) + 1);
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  if (!most) return [];
  const bought = [...nodes];
  const [type] = most;
  const total = (of: (node: NodeType) => number): number => bought.reduce((sum, node) => sum + of(node), 0);
  while (
    total(({ vcpus }) => vcpus) + type.vcpus <= pool.vcpuLimit &&
    total(({ memoryGib }) => memoryGib) + type.memoryGib <= pool.memoryGibLimit
  ) {
    bought.push(type);
  }
  return bought;
}
