import { Stack } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';

/** Image repositories. */
export class ImagesStack extends Stack {
  readonly applicationRepository!: IRepository;
  readonly pullThroughHost!: string;

  constructor(scope: Construct, id: string, props: EnvironmentStackProps) {
    super(scope, id, props);
  }
}
