import { join } from 'node:path';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import type { Architecture } from '../../config/schema/primitives';

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
    // The whole repository, of which .dockerignore leaves the workspaces and the lock file.
    directory: projectRoot,
    file: join(image.directory, 'Dockerfile'),
    platform: Platform.custom(`linux/${poolArchitecture(environment)}`),
  });
  return `${asset.repository.repositoryUri}:${asset.imageTag}`;
}

/** Of any pool that runs the image: the config's rules refuse a built image whose pools differ. */
const poolArchitecture = ({ application, cluster }: Environment): Architecture =>
  cluster.pools[application.components.api.pool].architecture;
