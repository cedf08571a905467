import type { workersTaint } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { PoolName } from '../../config/schema/cluster';
import { poolLabels, poolTaints } from '../cluster/pool-labels';
import { addressAt } from './addresses';

/** One node that is to be. */
export interface NodePlan {
  readonly name: string;
  readonly pool: PoolName;
  /** In its zone's private subnet, as its pods' addresses are. */
  readonly address: string;
  readonly podBlock: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly (typeof workersTaint)[];
}

/** Two nodes of the general pool in two zones, so that one can be lost, and one of the workers' pool in the last. */
export function nodePlans({ cluster, network }: Environment): readonly NodePlan[] {
  const { zones } = network;
  const places: readonly [PoolName, number][] = [
    ['general', 0],
    ['general', 1],
    ['workers', zones.length - 1],
  ];
  return places.map(([pool, index]) => {
    const { name: zone, privateCidr } = zones[index]!;
    return {
      name: `${pool}-${zone}`,
      pool,
      address: addressAt(privateCidr, 10),
      podBlock: `${addressAt(privateCidr, 256)}/24`,
      labels: poolLabels(pool, cluster.pools[pool], zone),
      taints: poolTaints(pool),
    };
  });
}
