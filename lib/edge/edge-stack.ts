import { Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

/** The hosted zone and who may write to it. */
export class EdgeStack extends Stack {
  readonly hostedZone!: IHostedZone;
  readonly certificateSolverRole!: IRole;
  readonly recordsRole!: IRole;

  constructor(scope: Construct, id: string, props: EnvironmentStackProps) {
    super(scope, id, props);
  }
}
