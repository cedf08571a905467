import type { Fault } from '../errors';
import { nodeSizes, podShare } from '../instance-sizes';
import { type PodGroup, podGroups, podsOnNodes } from '../pod-groups';
import type { Environment } from '../schema';
import { rule } from './rule';

type Pools = Environment['cluster']['pools'];

/** The fields that `podGroups` reads. */
const podFields = [
  'application.components',
  'application.migration',
  'application.headroom',
  'pooling',
  'temporal',
  'autoscaling',
  'ingress',
  'monitoring',
] as const;

type PodFields = [
  components: Environment['application']['components'],
  migration: Environment['application']['migration'],
  headroom: Environment['application']['headroom'],
  pooling: Environment['pooling'],
  temporal: Environment['temporal'],
  autoscaling: Environment['autoscaling'],
  ingress: Environment['ingress'],
  monitoring: Environment['monitoring'],
];

const groupsOf = (
  ...[components, migration, headroom, pooling, temporal, autoscaling, ingress, monitoring]: PodFields
): PodGroup[] =>
  podGroups({
    application: { components, migration, headroom },
    pooling,
    temporal,
    autoscaling,
    ingress,
    monitoring,
  });

export const podsFitANode = rule(['cluster.pools', ...podFields], ([pools, ...pods]) =>
  groupsOf(...pods).flatMap((group) => nodeFaults(group, pools[group.pool])),
);

export const poolsHoldTheirPods = rule(['cluster.pools', ...podFields], ([pools, ...pods]) => {
  const groups = groupsOf(...pods);
  return (['general', 'workers'] as const).flatMap((pool) =>
    limitFaults(
      pool,
      pools[pool],
      groups.filter((group) => group.pool === pool),
    ),
  );
});

function nodeFaults(group: PodGroup, pool: Pools[keyof Pools]): Fault[] {
  const sizes = nodeSizes(pool);
  if (!sizes || sizes.length === 0 || group.replicasMax === 0) return [];
  const room = sizes.map(({ instanceType, vcpus, memoryGib }) => ({
    instanceType,
    millicores: Math.floor(vcpus * 1000 * podShare.cpu),
    mib: Math.floor(memoryGib * 1024 * podShare.memory),
  }));
  if (
    room.some((node) => group.cpuRequestMillicores <= node.millicores && group.memoryRequestMib <= node.mib)
  ) {
    return [];
  }
  const [largest] = [...room].sort((a, b) => b.mib - a.mib);
  const tooMuchCpu = room.every((node) => group.cpuRequestMillicores > node.millicores);
  return [
    {
      field: `${group.field}.${tooMuchCpu ? 'cpuRequestMillicores' : 'memoryRequestMib'}`,
      got: `${group.cpuRequestMillicores} millicores and ${group.memoryRequestMib} MiB`,
      allowed: `what a node of cluster.pools.${group.pool} has: at most ${largest?.millicores} millicores and ${largest?.mib} MiB on ${largest?.instanceType}`,
    },
  ];
}

function limitFaults(name: string, pool: Pools[keyof Pools], groups: readonly PodGroup[]): Fault[] {
  const total = (perPod: (group: PodGroup) => number): number =>
    groups.reduce((sum, group) => sum + podsOnNodes(group) * perPod(group), 0);
  const sizes = nodeSizes(pool) ?? [];
  const needed = {
    vcpuLimit: inWholeNodes(
      total((group) => group.cpuRequestMillicores) / 1000 / podShare.cpu,
      sizes.map(({ vcpus }) => vcpus),
    ),
    memoryGibLimit: inWholeNodes(
      total((group) => group.memoryRequestMib) / 1024 / podShare.memory,
      sizes.map(({ memoryGib }) => memoryGib),
    ),
  };
  return (['vcpuLimit', 'memoryGibLimit'] as const)
    .filter((limit) => pool[limit] < needed[limit])
    .map((limit) => ({
      field: `cluster.pools.${name}.${limit}`,
      got: `${pool[limit]}`,
      allowed: `at least ${needed[limit]}, for all replicas at their maximum while a release is rolled out`,
    }));
}

/** A limit is spent in whole nodes, at best in the smallest that the pool buys. */
function inWholeNodes(needed: number, nodes: readonly number[]): number {
  const smallest = nodes.length > 0 ? Math.min(...nodes) : 1;
  return Math.ceil(needed / smallest) * smallest;
}
