import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { secretNames, stateOwner } from '../../config/contract';
import type { EnvironmentStackProps } from '../environment-stack';
import type { RecoveryRegionStack } from '../recovery/recovery-region-stack';
import { CacheGroup, type CacheGroupProps } from './cache-group';

/** How a client reaches a replication group: TLS, port `ports.cache`, user name and password from the secret. */
export interface CacheEndpoint {
  readonly host: string;
  /** Takes no connections but the rotation's until somebody adds a rule. */
  readonly securityGroup: ISecurityGroup;
  readonly secret: ISecret;
}

export interface CacheStackProps extends EnvironmentStackProps {
  readonly vpc: IVpc;
  readonly dataKey: IKey;
  readonly alarmTopic: ITopic;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/** Valkey: one replication group that never evicts, and a second for values that may vanish where config asks for it. */
export class CacheStack extends Stack {
  readonly queues: CacheEndpoint;
  /** The queues' own endpoint where the environment shares one group. */
  readonly volatile: CacheEndpoint;

  constructor(scope: Construct, id: string, props: CacheStackProps) {
    super(scope, id, props);
    const { cache } = props.environment;
    const owner = stateOwner(props.environment);

    this.queues = this.group('Queues', {
      ...props,
      name: 'queues',
      group: cache.queues,
      secretName: secretNames.cacheQueues(owner),
      whenFull: 'refuseWrites',
    });
    this.volatile =
      cache.volatile.kind === 'sharesQueues'
        ? this.queues
        : this.group('Volatile', {
            ...props,
            name: 'volatile',
            group: cache.volatile.group,
            secretName: secretNames.cacheVolatile(owner),
            whenFull: 'evictLeastRecentlyUsed',
          });
  }

  private group(id: string, props: CacheGroupProps): CacheEndpoint {
    const group = new CacheGroup(this, id, props);
    new CfnOutput(this, `${id}ReplicationGroup`, { value: group.replicationGroupId });
    new CfnOutput(this, `${id}SlowLog`, { value: group.slowLogName });
    return group;
  }
}
