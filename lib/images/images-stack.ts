import { Stack } from 'aws-cdk-lib';
import { CfnReplicationConfiguration, type IRepository, Repository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import type { EnvironmentStackProps } from '../environment-stack';
import { ApplicationRepository, applicationRepositoryName } from './application-repository';
import { PullThroughCache } from './pull-through-cache';

/** Image repositories: the application's own, and a cache of third-party ones. */
export class ImagesStack extends Stack {
  readonly applicationRepository: IRepository;
  /** What stands before `<registry prefix>/<repository>:<tag>` of a third-party image. */
  readonly pullThroughHost: string;

  constructor(scope: Construct, id: string, props: EnvironmentStackProps) {
    super(scope, id, props);
    const { environment } = props;
    const repositoryName = applicationRepositoryName(environment);

    this.applicationRepository =
      environment.state.kind === 'own'
        ? new ApplicationRepository(this, 'Application', { environment })
        : Repository.fromRepositoryName(this, 'Application', repositoryName);
    if (environment.recovery.regionalCopies.enabled) this.replicate(repositoryName, environment);
    this.pullThroughHost = new PullThroughCache(this, 'PullThroughCache', { environment }).host;
  }

  /** ECR has one replication configuration an account and region: one environment there may keep regional copies. */
  private replicate(repositoryName: string, { recoveryRegion }: Environment): void {
    new CfnReplicationConfiguration(this, 'Replication', {
      replicationConfiguration: {
        rules: [
          {
            destinations: [{ region: recoveryRegion, registryId: this.account }],
            repositoryFilters: [{ filter: repositoryName, filterType: 'PREFIX_MATCH' }],
          },
        ],
      },
    });
  }
}
