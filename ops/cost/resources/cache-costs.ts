import { always, scaled } from '../columns';
import type { Load } from '../usage/load';
import { type ResourceRule, UnknownCost } from './resource-rule';

/** GiB of a node that data may use. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html */
const nodeGib: Readonly<Record<string, number>> = {
  't4g.micro': 0.5,
  't4g.small': 1.37,
  't4g.medium': 3.09,
  'm6g.large': 6.38,
  'm7g.large': 6.38,
  'm7g.xlarge': 12.93,
  'r6g.large': 13.07,
  'r7g.large': 13.07,
  'r6g.xlarge': 26.32,
  'r7g.xlarge': 26.32,
  'r6g.2xlarge': 52.82,
  'r7g.2xlarge': 52.82,
};

/** Memory at which the alarm rings. */
export const filledShareMax = 0.75;

export function cacheGib(nodeType: string): number {
  const gib = nodeGib[nodeType];
  if (gib === undefined) {
    throw new UnknownCost(`nobody knows the memory of cache.${nodeType}: add it to cache-costs.ts`);
  }
  return gib;
}

/** The next larger type; null after the largest. */
export function nextNodeType(nodeType: string): string | null {
  const larger = Object.entries(nodeGib)
    .filter(([, gib]) => gib > cacheGib(nodeType))
    .sort(([, one], [, other]) => one - other);
  return larger[0]?.[0] ?? null;
}

function grownType(nodeType: string, load: Load): string {
  const larger =
    cacheGib(nodeType) * filledShareMax < load.cacheGib().typical ? nextNodeType(nodeType) : null;
  return larger === null ? nodeType : grownType(larger, load);
}

/** Nodes, and snapshots after the first, which is free. */
export const replicationGroup: ResourceRule = ({ properties }, world) => {
  const nodes = properties.NumCacheClusters;
  if (typeof nodes !== 'number') {
    throw new UnknownCost('the group does not say how many nodes it has: set NumCacheClusters');
  }
  const configured = String(properties.CacheNodeType).replace(/^cache\./, '');
  const nodeType = world.grows ? grownType(configured, world.load) : configured;
  const snapshots = Math.max(0, (properties.SnapshotRetentionLimit ?? 0) - 1);
  return [
    {
      item: `${nodes} nodes of cache.${nodeType}`,
      priceId: `cache.${properties.Engine}.${nodeType}`,
      quantity: always(nodes * world.hoursPerMonth),
    },
    {
      item: 'snapshots after the first',
      priceId: 'cache.backup.gb',
      quantity: scaled(world.load.cacheGib(), snapshots),
    },
  ];
};
