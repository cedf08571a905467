import { CfnSecurityGroupIngress, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import { flows, type OutsidePeer } from '../../config/flows';

export interface DataEdgesProps {
  readonly cluster: ICluster;
  /** Security groups of the data stores. */
  readonly database: ISecurityGroup;
  readonly cacheQueues: ISecurityGroup;
  /** The queues' own where both share a store. */
  readonly cacheVolatile: ISecurityGroup;
}

/**
 * Security-group rules for the flows that leave the cluster for the data stores. They belong to the cluster's stack, so
 * that the stores know nothing of a cluster, and go with it. Pods share the cluster's security group; which of them
 * may use a rule is for the NetworkPolicies, made from the same table.
 */
export class DataEdges extends Construct {
  constructor(scope: Construct, id: string, props: DataEdgesProps) {
    super(scope, id);
    const { cluster, cacheQueues, cacheVolatile } = props;
    this.open('Database', 'database', props.database, cluster);
    this.open('CacheQueues', 'cache', cacheQueues, cluster);
    if (cacheVolatile !== cacheQueues) this.open('CacheVolatile', 'cache', cacheVolatile, cluster);
  }

  private open(name: string, peer: OutsidePeer, store: ISecurityGroup, cluster: ICluster): void {
    for (const port of portsOf(peer)) {
      new CfnSecurityGroupIngress(this, `${name}${port}`, {
        description: `Pods of ${cluster.clusterName}`,
        groupId: store.securityGroupId,
        sourceSecurityGroupId: cluster.clusterSecurityGroupId,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
      });
    }
  }
}

/** Ports that any flow names; a data store has no `application` port. */
function portsOf(peer: OutsidePeer): number[] {
  const ports = flows.filter((flow) => flow.to === peer).map((flow) => flow.port);
  return [...new Set(ports.filter((port) => port !== 'application'))];
}
