import { configuredComponents } from '../components';
import type { Fault } from '../errors';
import { nodeSizes, podShare } from '../instance-sizes';
import type { Environment } from '../schema';
import { rule } from './rule';

type Pools = Environment['cluster']['pools'];
type Application = Environment['application'];

/** Pods of one kind: where its config is, where it runs, how many there are at most, what each asks for. */
interface PodGroup {
  readonly field: string;
  readonly pool: keyof Pools;
  readonly podsMax: number;
  readonly cpuRequestMillicores: number;
  readonly memoryRequestMib: number;
}

/** New pods that a rollout starts before old ones go: a quarter, rounded up. */
const surge = 0.25;

export const podsFitANode = rule(
  ['cluster.pools', 'application.components', 'application.migration', 'application.headroom'],
  ([pools, components, migration, headroom]) =>
    podGroups({ components, migration, headroom }).flatMap((group) => nodeFaults(group, pools[group.pool])),
);

export const poolsHoldTheirPods = rule(
  ['cluster.pools', 'application.components', 'application.migration', 'application.headroom'],
  ([pools, components, migration, headroom]) =>
    (['general', 'workers'] as const).flatMap((pool) =>
      limitFaults(
        pool,
        pools[pool],
        podGroups({ components, migration, headroom }).filter((group) => group.pool === pool),
      ),
    ),
);

function podGroups({
  components,
  migration,
  headroom,
}: Pick<Application, 'components' | 'migration' | 'headroom'>): PodGroup[] {
  return [
    ...configuredComponents(components).map(([name, component]) => ({
      field: `application.components.${name}`,
      ...component,
      podsMax: component.replicas.max + Math.ceil(component.replicas.max * surge),
    })),
    { field: 'application.migration', ...migration, podsMax: 1 },
    { field: 'application.headroom', ...headroom, pool: 'general', podsMax: headroom.replicas },
  ];
}

function nodeFaults(group: PodGroup, pool: Pools[keyof Pools]): Fault[] {
  const sizes = nodeSizes(pool);
  if (!sizes || sizes.length === 0 || group.podsMax === 0) return [];
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
    groups.reduce((sum, group) => sum + group.podsMax * perPod(group), 0);
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
