import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { RecoveryRegionStack } from '../recovery/recovery-region-stack';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

/** How a client reaches a replication group. */
export interface CacheEndpoint {
  readonly host: string;
  readonly securityGroup: ISecurityGroup;
  readonly secret: ISecret;
}

export interface CacheStackProps extends EnvironmentStackProps {
  readonly vpc: IVpc;
  readonly dataKey: IKey;
  readonly alarmTopic: ITopic;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/** Valkey. */
export class CacheStack extends Stack {
  readonly queues!: CacheEndpoint;
  readonly volatile!: CacheEndpoint;

  constructor(scope: Construct, id: string, props: CacheStackProps) {
    super(scope, id, props);
  }
}
