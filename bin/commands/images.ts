import type { Command } from 'commander';
import { thirdPartyImages } from '../../config/images';
import { type CommandOptions, tell } from './outcome';

/** `platform images pin`: the digests of the third-party images, for all environments. */
export function addImages(program: Command): void {
  program
    .command('images')
    .description('third-party images of all environments')
    .command('pin')
    .description('ask the registries which digests the tags of config/images.ts have, and write them down')
    .action(async (_, command: Command) => {
      const { pinImages } = await import('../../ops/images/pin-images');
      const { publicRegistryUrl } = await import('../../ops/images/registry-client');
      const { digestFile, readDigests, writeDigests } = await import('../../ops/images/digest-file');
      const { pinnedText } = await import('../../ops/images/pinned-text');
      const pinned = await pinImages(
        Object.values(thirdPartyImages),
        readDigests(digestFile),
        publicRegistryUrl,
      );
      writeDigests(digestFile, pinned.digests);
      tell(
        { text: pinnedText(pinned), data: pinned, foundSomething: pinned.unread.length > 0 },
        command.optsWithGlobals<CommandOptions>(),
      );
    });
}
