import { nodeLabels, workersTaint } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { PoolName } from '../../config/schema/cluster';

type Pool = Environment['cluster']['pools'][PoolName];

/** Labels that Auto Mode gives the nodes of a pool, besides those by which a node names itself. */
export const poolLabels = (
  pool: PoolName,
  { capacity }: Pick<Pool, 'capacity'>,
  zone: string,
): Readonly<Record<string, string>> => ({
  [nodeLabels.pool]: pool,
  [nodeLabels.capacity]: capacity,
  [nodeLabels.zone]: zone,
  'topology.kubernetes.io/region': zone.slice(0, -1),
});

export const poolTaints = (pool: PoolName): readonly (typeof workersTaint)[] =>
  pool === 'workers' ? [workersTaint] : [];
