import { imageName } from '../../config/images';
import type { RegistryUrl, TaggedImage } from './registry-client';
import { readDigest } from './registry-client';

/** Digests by `REGISTRY/REPOSITORY:TAG`. */
export type Digests = Readonly<Record<string, string>>;

export interface PinnedImages {
  /** What was pinned before for images that are still used, and what the registries answered now. */
  readonly digests: Digests;
  /** Images whose registry did not answer with a digest, and why. */
  readonly unread: readonly { readonly image: string; readonly reason: string }[];
}

/** Asks each image's registry for its digest. An image that cannot be read keeps the digest that it had, if any. */
export async function pinImages(
  images: readonly TaggedImage[],
  earlier: Digests,
  registryUrl: RegistryUrl,
): Promise<PinnedImages> {
  const answers = await Promise.all(
    images.map(async (image) => {
      const name = imageName(image);
      try {
        return { name, digest: await readDigest(image, registryUrl), reason: null };
      } catch (error) {
        return { name, digest: earlier[name], reason: reasonOf(error) };
      }
    }),
  );
  return {
    digests: Object.fromEntries(
      answers
        .flatMap(({ name, digest }): [string, string][] => (digest ? [[name, digest]] : []))
        .sort(([a], [b]) => a.localeCompare(b, 'en')),
    ),
    unread: answers.flatMap(({ name, reason }) => (reason ? [{ image: name, reason }] : [])),
  };
}

/** `fetch` hides what went wrong, such as `getaddrinfo ENOTFOUND`, in the cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message || message : message;
}
