import { configuredComponents } from '../components';
import { imageName } from '../images';
import type { Environment } from '../schema';
import type { PoolName } from '../schema/cluster';
import { rule } from './rule';

/** An image without a build for the pool's nodes ends as `exec format error`, after the old pods have gone. */
export const imageRunsOnItsPools = rule(
  ['application.image', 'application.components', 'application.migration.pool', 'cluster.pools'],
  ([image, components, migrationPool, pools]) => {
    if (image.kind !== 'digest') return [];
    return usedPools(components, migrationPool)
      .filter((pool) => !image.architectures.includes(pools[pool].architecture))
      .map((pool) => ({
        field: 'application.image.architectures',
        got: image.architectures.join(', '),
        allowed: `a list with ${pools[pool].architecture}, which cluster.pools.${pool} runs`,
      }));
  },
);

/** `cdk deploy` builds one image for all components. */
export const builtImageHasOneArchitecture = rule(
  ['application.image.kind', 'application.components', 'application.migration.pool', 'cluster.pools'],
  ([kind, components, migrationPool, pools]) => {
    const used = usedPools(components, migrationPool);
    const [first, ...others] = used;
    return others
      .filter((pool) => kind === 'build' && first && pools[pool].architecture !== pools[first].architecture)
      .map((pool) => ({
        field: `cluster.pools.${pool}.architecture`,
        got: pools[pool].architecture,
        allowed: `that of cluster.pools.${first}, because one image is built for both`,
      }));
  },
);

export const builtImageHasADockerfile = rule(['application.image'], ([image], { hasDockerfile }) =>
  image.kind === 'build' && !hasDockerfile(image.directory)
    ? [
        {
          field: 'application.image.directory',
          got: image.directory,
          allowed: 'a folder with a Dockerfile, from the root of this repository',
        },
      ]
    : [],
);

export const thirdPartyImagesRunOnThePools = (['general', 'workers'] as const).map((pool) =>
  rule([`cluster.pools.${pool}.architecture`], ([architecture], { thirdPartyImages }) =>
    thirdPartyImages
      .filter(({ architectures }) => !architectures.includes(architecture))
      .map((image) => ({
        field: `cluster.pools.${pool}.architecture`,
        got: architecture,
        allowed: `an architecture of ${imageName(image)} (config/images.ts)`,
      })),
  ),
);

/** Pools that run the application image, `general` first. */
function usedPools(
  components: Environment['application']['components'],
  migrationPool: PoolName,
): readonly PoolName[] {
  const used = [migrationPool, ...configuredComponents(components).map(([, { pool }]) => pool)];
  return [...new Set(used)].sort();
}
