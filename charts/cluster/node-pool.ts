import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { nodeClassName, nodeLabels } from '../../config/contract';
import type { Environment } from '../../config/schema';

export interface NodePoolProps {
  readonly pool: Environment['cluster']['pools']['general'];
  readonly zones: readonly string[];
  readonly taints?: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
}

/**
 * Kinds of nodes that Karpenter may buy. Its id is the pool's name, which workloads select by.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html#auto-supported-labels
 */
export class NodePool extends ApiObject {
  constructor(scope: Construct, id: string, props: NodePoolProps) {
    const { pool } = props;
    super(scope, id, {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: id },
      spec: {
        template: {
          spec: {
            nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: nodeClassName },
            requirements: [
              oneOf('eks.amazonaws.com/instance-family', pool.instanceFamilies),
              oneOf('eks.amazonaws.com/instance-size', pool.instanceSizes),
              oneOf(nodeLabels.architecture, [pool.architecture]),
              // Karpenter takes spot while there is any: without the fallback a shortage would stop all workers.
              oneOf(nodeLabels.capacity, pool.capacity === 'spot' ? ['spot', 'on-demand'] : ['on-demand']),
              oneOf(nodeLabels.zone, props.zones),
            ],
            ...(props.taints && { taints: props.taints }),
            expireAfter: `${pool.nodeExpiryDays * 24}h`,
            // A drain that a disruption budget blocks ends here; Auto Mode's own default, spelled out.
            terminationGracePeriod: '24h',
          },
        },
        limits: { cpu: `${pool.vcpuLimit}`, memory: `${pool.memoryGibLimit}Gi` },
        disruption: {
          consolidationPolicy: 'WhenEmptyOrUnderutilized',
          // Longer than the autoscaler's scale-down window: a short lull sells no node.
          consolidateAfter: '10m',
          budgets: [{ nodes: '1' }],
        },
      },
    });
  }
}

function oneOf(key: string, values: readonly string[]): object {
  return { key, operator: 'In', values };
}
