import { CfnDeletionPolicy, type CfnResource, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { CfnParameterGroup, CfnReplicationGroup, CfnSubnetGroup } from 'aws-cdk-lib/aws-elasticache';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ports } from '../../config/contract';
import type { Environment } from '../../config/schema';

/** What happens to a write when memory is full. BullMQ loses tasks on anything but `noeviction`. */
export type WhenFull = 'refuseWrites' | 'evictLeastRecentlyUsed';

const maxmemoryPolicies: Record<WhenFull, string> = {
  refuseWrites: 'noeviction',
  evictLeastRecentlyUsed: 'allkeys-lru',
};

/** Times in UTC: the night of both American coasts. The snapshot ends before maintenance may begin. */
const windows = { snapshot: '07:00-08:00', maintenance: 'sun:08:30-sun:09:30' } as const;

export interface ReplicationGroupProps {
  readonly environment: Environment;
  readonly name: string;
  readonly group: Environment['cache']['queues'];
  readonly vpc: IVpc;
  readonly dataKey: IKey;
  readonly securityGroup: ISecurityGroup;
  readonly userGroupId: string;
  readonly whenFull: WhenFull;
}

/** What the nodes stand on stays with them when the stack goes; a first deploy that fails leaves nothing. */
function kept<T extends CfnResource>(resource: T): T {
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  return resource;
}

const slowLogDelivery = (
  logGroup: ILogGroup,
): CfnReplicationGroup.LogDeliveryConfigurationRequestProperty => ({
  logType: 'slow-log',
  logFormat: 'json',
  destinationType: 'cloudwatch-logs',
  destinationDetails: { cloudWatchLogsDetails: { logGroup: logGroup.logGroupName } },
});

/** A Valkey replication group in the data subnets, cluster mode off, encrypted in transit and at rest. */
export class ReplicationGroup extends Construct {
  readonly id: string;
  /** Follows the primary through a failover. */
  readonly primaryHost: string;
  /** Cache cluster ids of the nodes, the dimension of their metrics. */
  readonly nodeIds: readonly string[];
  /** Commands that took over 10 ms, Valkey's own limit, with their first arguments: keys name tenants. */
  readonly slowLog: ILogGroup;

  constructor(scope: Construct, id: string, props: ReplicationGroupProps) {
    super(scope, id);
    const { environment, group, vpc } = props;
    const description = `Valkey of ${environment.name}: ${props.name}`;
    const { subnetIds } = vpc.selectSubnets({ subnetType: SubnetType.PRIVATE_ISOLATED });
    const nodes = group.replicas + 1;
    this.slowLog = new LogGroup(this, 'SlowLog', {
      retention: environment.observability.functionLogRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const replicationGroup = new CfnReplicationGroup(this, 'Resource', {
      replicationGroupDescription: description,
      engine: 'valkey',
      engineVersion: environment.cache.engineVersion,
      autoMinorVersionUpgrade: true,
      cacheNodeType: `cache.${group.nodeType}`,
      clusterMode: 'disabled',
      numCacheClusters: nodes,
      multiAzEnabled: nodes > 1,
      automaticFailoverEnabled: nodes > 1,
      cacheParameterGroupName: this.parameterGroup(props, description).ref,
      cacheSubnetGroupName: kept(new CfnSubnetGroup(this, 'SubnetGroup', { description, subnetIds })).ref,
      securityGroupIds: [props.securityGroup.securityGroupId],
      port: ports.cache,
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      atRestEncryptionEnabled: true,
      kmsKeyId: props.dataKey.keyArn,
      userGroupIds: [props.userGroupId],
      snapshotRetentionLimit: group.snapshotRetentionDays,
      snapshotWindow: windows.snapshot,
      preferredMaintenanceWindow: windows.maintenance,
      logDeliveryConfigurations: [slowLogDelivery(this.slowLog)],
    });
    kept(replicationGroup);
    // A replaced group has no clients left: it ends with a final snapshot instead of being billed unseen.
    replicationGroup.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.SNAPSHOT;
    this.acknowledgeFindings(replicationGroup, group.replicas);

    this.id = replicationGroup.ref;
    this.primaryHost = replicationGroup.attrPrimaryEndPointAddress;
    this.nodeIds = Array.from(
      { length: nodes },
      (_, index) => `${replicationGroup.ref}-${String(index + 1).padStart(3, '0')}`,
    );
  }

  private parameterGroup({ environment, whenFull }: ReplicationGroupProps, description: string) {
    return kept(
      new CfnParameterGroup(this, 'ParameterGroup', {
        cacheParameterGroupFamily: `valkey${environment.cache.engineVersion.split('.')[0]}`,
        description,
        properties: { 'maxmemory-policy': maxmemoryPolicies[whenFull] },
      }),
    );
  }

  private acknowledgeFindings(replicationGroup: CfnReplicationGroup, replicas: number): void {
    Validations.of(replicationGroup).acknowledge({
      id: 'AwsSolutions-AEC6',
      reason:
        'Clients log in as a user of a user group; ElastiCache refuses an AUTH token on a group that has one, and the rule knows tokens only.',
    });
    if (replicas === 0) {
      Validations.of(replicationGroup).acknowledge({
        id: 'AwsSolutions-AEC4',
        reason:
          'The environment asks for a single node (replicas: 0), and one node has no second zone to be in.',
      });
    }
  }
}
