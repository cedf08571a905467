import type { PinnedImages } from './pin-images';

/** The outcome for people: what is pinned, what could not be read, and what to do then. */
export function pinnedText({ digests, unread }: PinnedImages): string {
  return [
    `${Object.keys(digests).length} images are pinned in config/image-digests.json`,
    ...Object.entries(digests).map(([image, digest]) => `  ${image}@${digest}`),
    ...(unread.length > 0
      ? [
          'Not read; these keep the digest that they had, or run by tag:',
          ...unread.map(({ image, reason }) => `  ${image}: ${reason}`),
          'Run the command again where these registries can be reached.',
        ]
      : []),
  ].join('\n');
}
