import { copyFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run as runProgram } from '../../servers/command';
import { cachedTool } from '../../servers/tools/tool-cache';
import type { ContainerSoftware } from '../nodes/container-software';
import { applicationPackages } from './application-image';
import { ImageLayout } from './image-layout';

/** What an archive's image is called while it has no reference. */
export const loadedName = 'rehearsal.invalid/loaded';

/** Files that containerd writes into; all others it makes once and reads. */
const databases = [
  'io.containerd.metadata.v1.bolt/meta.db',
  'io.containerd.snapshotter.v1.overlayfs/metadata.db',
];

/**
 * Folder of a containerd that has unpacked the application's packages: 25,000 files, which each node would unpack in
 * each run.
 */
export async function imageStore(software: ContainerSoftware): Promise<string> {
  const packages = await applicationPackages(software.umoci);
  const version = basename(packages).replace('application-packages-', '');
  const store = await cachedTool('image-store', version, async (folder) => {
    const archive = join(folder, 'packages.tar');
    await ImageLayout.at(software.umoci, packages, 'image').archive(archive);
    await runProgram('unshare', [
      ...[
        '--mount',
        '--pid',
        '--fork',
        '--kill-child',
        '--mount-proc',
        'sh',
        join(__dirname, 'fill-store.sh'),
      ],
      ...[software.containerd, software.ctr, folder, archive, loadedName],
    ]);
    rmSync(archive);
  });
  return join(store, 'root');
}

/** A copy for one node, which shares the contents of all files but the databases. */
export async function copyStore(store: string, folder: string): Promise<void> {
  await runProgram('cp', ['--archive', '--link', store, folder]);
  for (const database of databases) {
    const file = join(folder, database);
    rmSync(file);
    copyFileSync(join(store, database), file);
  }
}
