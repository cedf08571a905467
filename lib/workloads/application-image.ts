import { join } from 'node:path';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import type { Construct } from 'constructs';
import { applicationComponents } from '../../config/contract';
import { InputError } from '../../config/errors';
import type { Environment } from '../../config/schema';

const projectRoot = join(__dirname, '..', '..');

/**
 * Reference of the application's image: the configured digest as it is, or an image that `cdk deploy` builds for the
 * architecture of its pools. The tag of a built image, the hash of its sources, stands in the reference as plain text,
 * so that new sources make a new revision.
 */
export function applicationImage(scope: Construct, environment: Environment): string {
  const { image } = environment.application;
  if (image.kind === 'digest') return image.reference;
  const asset = new DockerImageAsset(scope, 'ApplicationImage', {
    directory: join(projectRoot, image.directory),
    platform: Platform.custom(`linux/${poolArchitecture(environment)}`),
  });
  return `${asset.repository.repositoryUri}:${asset.imageTag}`;
}

function poolArchitecture(environment: Environment): string {
  const { components, migration } = environment.application;
  const pools = [...applicationComponents.map((name) => components[name].pool), migration.pool];
  const architectures = new Set(pools.map((pool) => environment.cluster.pools[pool].architecture));
  const [architecture, ...others] = architectures;
  if (!architecture || others.length > 0) {
    throw new InputError(`environment ${environment.name}`, [
      {
        field: 'cluster.pools.*.architecture',
        got: [...architectures].join(' and '),
        allowed: 'one architecture for all pools of an image that is built, or an image by digest',
      },
    ]);
  }
  return architecture;
}
