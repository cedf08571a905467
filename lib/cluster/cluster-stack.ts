import { Stack } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { CacheStack } from '../cache/cache-stack';
import type { DatabaseStack } from '../database/database-stack';
import type { EdgeStack } from '../edge/edge-stack';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

export interface ClusterStackProps extends EnvironmentStackProps {
  readonly vpc: IVpc;
  readonly dataKey: IKey;
  readonly alarmTopic: ITopic;
  readonly edge: EdgeStack;
  readonly database: DatabaseStack;
  readonly cache: CacheStack;
}

/** EKS Auto Mode. */
export class ClusterStack extends Stack {
  readonly cluster!: ICluster;

  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, props);
  }
}
