import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { stateOwner } from '../../config/contract';
import type { Environment } from '../../config/schema';

/** The same in both regions; an environment that recovers another uses the copy of its images. */
export const applicationRepositoryName = (environment: Environment): string =>
  `${stateOwner(environment)}/app`;

export interface ApplicationRepositoryProps {
  readonly environment: Environment;
}

/**
 * Images of the application. A tag never moves, each push is scanned, and the newest `taggedKept` stay. Replication
 * copies images but no setting, so the recovery region makes a repository of its own before the first copy arrives.
 */
export class ApplicationRepository extends Repository {
  constructor(scope: Construct, id: string, { environment }: ApplicationRepositoryProps) {
    const { untaggedRetentionDays, taggedKept } = environment.images;
    super(scope, id, {
      repositoryName: applicationRepositoryName(environment),
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: RepositoryEncryption.KMS,
      lifecycleRules: [
        {
          rulePriority: 1,
          description: 'untagged',
          tagStatus: TagStatus.UNTAGGED,
          maxImageAge: Duration.days(untaggedRetentionDays),
        },
        {
          rulePriority: 2,
          description: 'all but the newest',
          tagStatus: TagStatus.TAGGED,
          tagPatternList: ['*'],
          maxImageCount: taggedKept,
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}
