import type { RunFolder } from '../cluster/run-folder';
import { ImageLayout } from './image-layout';

/** User and group of the official pause image. */
const user = '65535:65535';

/** Makes the archive of an image that only waits. */
export async function makePauseImage(run: RunFolder, umoci: string, program: string): Promise<string> {
  const image = ImageLayout.at(umoci, run.file('pause-image'));
  await image.create();
  await image.add(program, '/pause');
  await image.configure({ entryPoint: ['/pause'], user, workingFolder: '/' });
  const archive = run.file('pause-image.tar');
  await image.archive(archive);
  return archive;
}
