import { Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

export interface NetworkStackProps extends EnvironmentStackProps {
  readonly alarmTopic: ITopic;
}

/** The VPC. */
export class NetworkStack extends Stack {
  readonly vpc!: IVpc;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
  }
}
