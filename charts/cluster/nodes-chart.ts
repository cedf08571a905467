import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { workersTaint } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { NodeClass } from './node-class';
import { NodePool } from './node-pool';

export interface NodesChartProps {
  readonly environment: Environment;
  readonly clusterName: string;
  readonly nodeRoleName: string;
}

/** Nodes that Karpenter may buy, and the switch without which Auto Mode accepts NetworkPolicies and ignores them. */
export class NodesChart extends Chart {
  constructor(scope: Construct, id: string, props: NodesChartProps) {
    super(scope, id);
    const { environment } = props;
    const { general, workers } = environment.cluster.pools;
    const zones = environment.network.zones.map((zone) => zone.name);

    // https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html
    new ApiObject(this, 'network-policy-switch', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
      data: { 'enable-network-policy-controller': 'true' },
    });
    new NodeClass(this, 'node-class', {
      environmentName: environment.name,
      clusterName: props.clusterName,
      nodeRoleName: props.nodeRoleName,
    });
    new NodePool(this, 'general', { pool: general, zones });
    new NodePool(this, 'workers', { pool: workers, zones, taints: [workersTaint] });
  }
}
