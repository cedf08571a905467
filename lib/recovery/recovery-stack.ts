import { Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { DatabaseStack } from '../database/database-stack';
import type { KeysStack } from '../keys/keys-stack';
import type { RecoveryRegionStack } from './recovery-region-stack';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

export interface RecoveryStackProps extends EnvironmentStackProps {
  readonly keys: KeysStack;
  readonly database: DatabaseStack;
  readonly alarmTopic: ITopic;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/** Weekly backups. */
export class RecoveryStack extends Stack {
  readonly exportsBucket!: IBucket;

  constructor(scope: Construct, id: string, props: RecoveryStackProps) {
    super(scope, id, props);
  }
}
