import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../../servers/command';
import { debianPackage } from '../../servers/tools/debian-tool';
import { cachedTool } from '../../servers/tools/tool-cache';
import { ImageLayout } from './image-layout';
import type { FindProgram, ImageRecipe } from './image-recipe';
import { linkedLibraries } from './linked-libraries';

const shellPath = '/bin/busybox';
/** Where images have their programs, as Debian's do. */
const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Files of this machine by the path that they have in an image. */
type Files = Readonly<Record<string, string>>;

/**
 * Makes the archive of an image, once for what it is made of: it is kept in the cache.
 * @returns its path.
 */
export async function madeImage(
  name: string,
  recipe: ImageRecipe,
  umoci: string,
  find: FindProgram,
): Promise<string> {
  const files = await filesOf(recipe, find);
  const make = async (empty: string): Promise<void> => {
    const root = join(empty, 'root');
    fill(root, recipe, files);
    const layout = ImageLayout.at(umoci, empty, 'image');
    await layout.create();
    await layout.add(root, '/');
    const { variables = {}, ...settings } = recipe.settings;
    await layout.configure({ ...settings, variables: { PATH: searchPath, ...variables } });
    await layout.archive(join(empty, 'image.tar'));
    for (const part of [root, layout.folder]) rmSync(part, { recursive: true });
  };
  const folder = await cachedTool(`image-${name}`, contentHash(recipe, files), make, { isMadeHere: true });
  return join(folder, 'image.tar');
}

async function filesOf({ programs, shell = [] }: ImageRecipe, find: FindProgram): Promise<Files> {
  const files: Record<string, string> = {};
  if (shell.length > 0) {
    files[shellPath] = join(await debianPackage('busybox-static', 'bookworm'), shellPath);
    const missing = missingFrom(await run(files[shellPath], ['--list']), shell);
    if (missing.length > 0) throw new Error(`BusyBox has no ${missing.join(', ')}: bring the programs along`);
  }
  for (const [target, source] of Object.entries(programs)) {
    files[target] = await source(find);
    for (const library of await linkedLibraries(files[target])) files[library] = realpathSync(library);
  }
  return files;
}

/** Names that BusyBox does not list: a link to it would only say so when a pod calls it. */
export function missingFrom(list: string, names: readonly string[]): readonly string[] {
  const listed = new Set(list.trim().split('\n'));
  return names.filter((name) => !listed.has(name));
}

/** Changes with the recipe and with every file; contents are too much to read in each run. */
export function contentHash({ shell, settings }: ImageRecipe, files: Files): string {
  const parts = Object.entries(files).map(([target, source]) => {
    const { size, mtimeMs } = statSync(source);
    return [target, source, size, mtimeMs];
  });
  return createHash('sha256')
    .update(JSON.stringify([shell, settings, parts]))
    .digest('hex')
    .slice(0, 10);
}

function fill(root: string, { shell = [], settings }: ImageRecipe, files: Files): void {
  for (const [target, source] of Object.entries(files)) {
    const path = join(root, target);
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(source, path);
  }
  for (const name of shell) symlinkSync(shellPath, join(root, 'bin', name));
  mkdirSync(join(root, 'tmp'), { mode: 0o1777 });
  mkdirSync(join(root, 'etc'), { recursive: true });
  const [id] = settings.user.split(':');
  writeFileSync(join(root, 'etc/passwd'), `root:x:0:0::/:/nonexistent\nuser:x:${id}:${id}::/:/nonexistent\n`);
}
