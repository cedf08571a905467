import { nodeLabels } from '../../../config/contract';
import { type NodeSize, nodeSizes, podShare } from '../../../config/instance-sizes';
import { UnknownCost } from '../resources/resource-rule';
import { type CostedObject, mebibytes, millicores } from './kubernetes-shapes';

/** A kind of node that Karpenter may buy for a pool, with the room that it has for pods. */
export interface NodeType extends NodeSize {
  readonly millicores: number;
  readonly mib: number;
  readonly hourlyUsd: number;
}

/** A Karpenter node pool, as rendered. */
export interface NodePool {
  readonly name: string;
  readonly zones: readonly string[];
  readonly isSpot: boolean;
  readonly taintKeys: readonly string[];
  readonly vcpuLimit: number;
  readonly memoryGibLimit: number;
  readonly sizes: readonly NodeSize[];
}

interface PoolSpec {
  readonly template: {
    readonly spec: {
      readonly requirements: readonly { readonly key: string; readonly values: readonly string[] }[];
      readonly taints?: readonly { readonly key: string }[];
    };
  };
  readonly limits?: { readonly cpu?: string; readonly memory?: string };
}

type InstanceSize = Parameters<typeof nodeSizes>[0]['instanceSizes'][number];

/** @throws UnknownCost for a pool without limits, or of instances whose sizes are not known. */
export function nodePool({ metadata, spec }: CostedObject): NodePool {
  const { template, limits } = spec as unknown as PoolSpec;
  const values = (key: string): readonly string[] =>
    template.spec.requirements.find((requirement) => requirement.key === key)?.values ?? [];
  if (!limits?.cpu || !limits.memory) {
    throw new UnknownCost('the pool buys nodes without end: give it limits of cpu and memory');
  }
  const sizes = nodeSizes({
    instanceFamilies: [...values('eks.amazonaws.com/instance-family')],
    instanceSizes: [...values('eks.amazonaws.com/instance-size')] as InstanceSize[],
  });
  if (!sizes || sizes.length === 0) {
    throw new UnknownCost('nobody knows the sizes of its instances: add them to config/instance-sizes.ts');
  }
  return {
    name: metadata.name,
    zones: values(nodeLabels.zone),
    isSpot: values(nodeLabels.capacity).includes('spot'),
    taintKeys: (template.spec.taints ?? []).map(({ key }) => key),
    vcpuLimit: millicores(limits.cpu) / 1000,
    memoryGibLimit: mebibytes(limits.memory) / 1024,
    sizes,
  };
}

/** The room for pods on each kind of node, without that of the daemons. */
export const withRoom = (
  size: NodeSize,
  hourlyUsd: number,
  daemons: readonly { readonly millicores: number; readonly mib: number }[],
): NodeType => ({
  ...size,
  hourlyUsd,
  millicores:
    Math.floor(size.vcpus * 1000 * podShare.cpu) - daemons.reduce((sum, pod) => sum + pod.millicores, 0),
  mib: Math.floor(size.memoryGib * 1024 * podShare.memory) - daemons.reduce((sum, pod) => sum + pod.mib, 0),
});
