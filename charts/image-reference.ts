import digests from '../config/image-digests.json';
import {
  imageName,
  registries,
  type ThirdPartyImage,
  type ThirdPartyImageName,
  thirdPartyImages,
} from '../config/images';

const pinnedDigests: Partial<Record<string, string>> = digests;

/**
 * Where nodes pull a third-party image: through this account's ECR cache, or from its own registry where there is no
 * cache. By digest as soon as `platform images pin` has read one from the registry, until then by tag.
 */
export function imageReference(name: ThirdPartyImageName, pullThroughHost: string | null): string {
  const image: ThirdPartyImage = thirdPartyImages[name];
  const host = pullThroughHost ? `${pullThroughHost}/${registries[image.registry].prefix}` : image.registry;
  const digest = pinnedDigests[imageName(image)];
  return `${host}/${image.repository}${digest ? `@${digest}` : `:${image.tag}`}`;
}
