import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

export interface ObservabilityStackProps extends EnvironmentStackProps {
  readonly dataKey: IKey;
}

/** Where alarms, logs and the bill are watched. */
export class ObservabilityStack extends Stack {
  readonly alarmTopic!: ITopic;
  readonly logBucket!: IBucket;

  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
  }
}
