import { createHash } from 'node:crypto';
import { copyFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { run as runProgram } from '../../servers/command';
import { cachedTool, removeUnusedVersions } from '../../servers/tools/tool-cache';
import type { ContainerSoftware } from '../nodes/container-software';
import { applicationPackages } from './application-image';
import { ImageLayout } from './image-layout';
import type { FindProgram } from './image-recipe';
import { madeImage } from './made-image';
import type { StoredImageName } from './references';
import { thirdPartyRecipes } from './third-party-images';

/** What an image of this name is called in a store and on nodes while it has no reference. */
export const storedName = (name: string): string => `rehearsal.invalid/${name}`;

/** Files that containerd writes into; all others it makes once and reads. */
const databases = [
  'io.containerd.metadata.v1.bolt/meta.db',
  'io.containerd.snapshotter.v1.overlayfs/metadata.db',
];

/** Unpacked images, ready to be copied to nodes. */
export interface ImageStore {
  /** Of a containerd. */
  readonly folder: string;
  /** The images that it has, besides the application's packages. */
  readonly names: readonly StoredImageName[];
}

/**
 * Makes every image that does not change between runs, and unpacks them all as a containerd has them: 25,000 files of
 * packages and half a gigabyte of programs, which each node would unpack in each run.
 */
export async function imageStore(software: ContainerSoftware, find: FindProgram): Promise<ImageStore> {
  const names = Object.keys(thirdPartyRecipes) as StoredImageName[];
  const archives: [name: string, archive: string][] = [];
  for (const name of names) {
    archives.push([name, await madeImage(name, thirdPartyRecipes[name]!, software.umoci, find)]);
  }
  const packages = await applicationPackages(software.umoci);
  const parts = [packages, ...archives.map(([, archive]) => dirname(archive))].map((part) => basename(part));
  const version = createHash('sha256').update(parts.join()).digest('hex').slice(0, 10);
  const make = async (folder: string): Promise<void> => {
    const archive = join(folder, 'packages.tar');
    await ImageLayout.at(software.umoci, packages, 'image').archive(archive);
    const images = [['packages', archive], ...archives].flatMap(([name = '', file = '']) => [
      storedName(name),
      file,
    ]);
    await runProgram('unshare', [
      ...['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
      ...['sh', join(__dirname, 'fill-store.sh'), software.containerd, software.ctr, folder, ...images],
    ]);
    rmSync(archive);
  };
  const store = await cachedTool('image-store', version, make, { isMadeHere: true });
  removeUnusedVersions('image-store');
  return { folder: join(store, 'root'), names };
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
