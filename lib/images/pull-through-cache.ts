import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  CfnPullThroughCacheRule,
  Repository,
  RepositoryEncryption,
  TagMutability,
  TagStatus,
} from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { type Registry, registries, type ThirdPartyImage, thirdPartyImages } from '../../config/images';
import type { Environment } from '../../config/schema';

export interface PullThroughCacheProps {
  readonly environment: Environment;
}

/**
 * This account's copies of third-party images, all under the environment's name, because rules belong to the account
 * and region, which environments may share. ECR imports an image at its first pull and serves it while the upstream
 * registry is down. The repositories are made here: those that ECR makes by itself are unscanned, have mutable tags,
 * are never emptied, and need nodes that may create repositories.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export class PullThroughCache extends Construct {
  /** What stands before `<registry prefix>/<repository>:<tag>`: the registry's host and the environment's name. */
  readonly host: string;

  constructor(scope: Construct, id: string, { environment }: PullThroughCacheProps) {
    super(scope, id);
    const { account, region, urlSuffix } = Stack.of(this);
    this.host = `${account}.dkr.ecr.${region}.${urlSuffix}/${environment.name}`;

    for (const [upstream, registry] of Object.entries<Registry>(registries)) {
      this.addRule(`${environment.name}/${registry.prefix}`, upstream, registry);
    }
    for (const name of cachedRepositories()) {
      this.addRepository(name, environment);
    }
  }

  private addRule(ecrRepositoryPrefix: string, upstream: string, registry: Registry): void {
    new CfnPullThroughCacheRule(this, registry.prefix, {
      ecrRepositoryPrefix,
      upstreamRegistryUrl: upstream,
      credentialArn: registry.credentialSecretName
        ? this.secretArn(registry.credentialSecretName)
        : undefined,
    });
  }

  /**
   * By name alone, without the suffix that Secrets Manager makes up: reading that would take a look-up. The secret must
   * exist before the deploy, because ECR reads it as the rule is made.
   */
  private secretArn(name: string): string {
    return Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  /**
   * A cache: what it held is imported again. Images that pods name by digest are untagged here, so age alone is no
   * reason to expire one.
   */
  private addRepository(name: string, { name: environmentName, images }: Environment): void {
    new Repository(this, name, {
      repositoryName: `${environmentName}/${name}`,
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: RepositoryEncryption.KMS,
      lifecycleRules: [
        { description: 'all but the newest', tagStatus: TagStatus.ANY, maxImageCount: images.taggedKept },
      ],
      removalPolicy: RemovalPolicy.DESTROY,
      emptyOnDelete: true,
    });
  }
}

/** `<registry prefix>/<repository>` of every image that a chart runs. */
const cachedRepositories = (): ReadonlySet<string> =>
  new Set(
    Object.values<ThirdPartyImage>(thirdPartyImages).map(
      ({ registry, repository }) => `${registries[registry].prefix}/${repository}`,
    ),
  );
