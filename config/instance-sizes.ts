import type { Environment } from './schema';
import type { PoolName } from './schema/cluster';
import type { Architecture } from './schema/primitives';

type Pool = Environment['cluster']['pools'][PoolName];
type InstanceSize = Pool['instanceSizes'][number];

/** What a node brings. */
export interface NodeSize {
  readonly instanceType: string;
  readonly vcpus: number;
  readonly memoryGib: number;
}

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html */
const vcpus: Readonly<Record<InstanceSize, number>> = { medium: 1, large: 2, xlarge: 4, '2xlarge': 8 };
const gibPerVcpu: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };
/** Burstable types of these sizes have 2 vCPUs at least. */
const burstableMedium = { vcpus: 2, memoryGib: 4 };

/** Auto Mode buys no instance with a single vCPU. https://docs.aws.amazon.com/eks/latest/userguide/automode-learn-instances.html */
const fewestVcpus = 2;

/**
 * Shares of a node that its pods can request, estimated: the rest is the kubelet's, the system's and that of the
 * agents on every node. https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html
 */
export const podShare = { cpu: 0.9, memory: 0.75 } as const;

/** Graviton families have a `g` right after the generation: m7g, c7gn, t4g, but not m7i or g6. */
export const familyArchitecture = (family: string): Architecture =>
  /^[a-z]+\d+g/.test(family) || family === 'a1' ? 'arm64' : 'amd64';

/** The nodes that Auto Mode can buy for a pool; null: a family whose sizes are not in the table above. */
export function nodeSizes(pool: Pick<Pool, 'instanceFamilies' | 'instanceSizes'>): NodeSize[] | null {
  const sizes = pool.instanceFamilies.flatMap((family) =>
    pool.instanceSizes.map((size) => nodeSize(family, size)),
  );
  return sizes.every((size) => size !== null) ? sizes.filter((size) => size.vcpus >= fewestVcpus) : null;
}

function nodeSize(family: string, size: InstanceSize): NodeSize | null {
  const instanceType = `${family}.${size}`;
  const kind = family.replace(/\d.*$/, '');
  if (kind === 't') {
    return size === 'medium'
      ? { instanceType, ...burstableMedium }
      : { instanceType, vcpus: vcpus[size], memoryGib: vcpus[size] * 4 };
  }
  const perVcpu = gibPerVcpu[kind];
  return perVcpu ? { instanceType, vcpus: vcpus[size], memoryGib: vcpus[size] * perVcpu } : null;
}
