import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

/** Customer-managed keys: they outlive all that they encrypt. */
export class KeysStack extends Stack {
  readonly dataKey!: IKey;
  readonly tenantKey!: IKey;

  constructor(scope: Construct, id: string, props: EnvironmentStackProps) {
    super(scope, id, props);
  }
}
