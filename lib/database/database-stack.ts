import { Stack } from 'aws-cdk-lib';
import type { DatabaseLogin } from '../../config/contract';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { RecoveryRegionStack } from '../recovery/recovery-region-stack';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

export interface DatabaseStackProps extends EnvironmentStackProps {
  readonly vpc: IVpc;
  readonly dataKey: IKey;
  readonly alarmTopic: ITopic;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/** PostgreSQL. */
export class DatabaseStack extends Stack {
  readonly host!: string;
  readonly readerHost!: string | null;
  readonly instanceArn!: string;
  readonly securityGroup!: ISecurityGroup;
  readonly logins!: Readonly<Record<DatabaseLogin, ISecret>>;
  readonly encryptionKey!: ISecret;

  constructor(scope: Construct, id: string, props: DatabaseStackProps) {
    super(scope, id, props);
  }
}
