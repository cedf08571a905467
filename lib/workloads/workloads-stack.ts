import { Stack } from 'aws-cdk-lib';
import type { CacheStack } from '../cache/cache-stack';
import type { ClusterStack } from '../cluster/cluster-stack';
import type { DatabaseStack } from '../database/database-stack';
import type { ImagesStack } from '../images/images-stack';
import type { KeysStack } from '../keys/keys-stack';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

export interface WorkloadsStackProps extends EnvironmentStackProps {
  readonly cluster: ClusterStack;
  readonly keys: KeysStack;
  readonly database: DatabaseStack;
  readonly cache: CacheStack;
  readonly images: ImagesStack;
}

/** Charts, applied to the cluster. */
export class WorkloadsStack extends Stack {
  constructor(scope: Construct, id: string, props: WorkloadsStackProps) {
    super(scope, id, props);
  }
}
