import { Stack } from 'aws-cdk-lib';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { KeysStack } from '../keys/keys-stack';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

export interface RecoveryRegionStackProps extends EnvironmentStackProps {
  readonly keys: KeysStack;
  readonly hostedZone: IHostedZone;
}

/** What waits in the recovery region. */
export class RecoveryRegionStack extends Stack {
  readonly dataKeyArn!: string;
  readonly backupVaultArn!: string;
  readonly exportsBucketArn!: string;

  constructor(scope: Construct, id: string, props: RecoveryRegionStackProps) {
    super(scope, id, props);
  }
}
