import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cacheRoot = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tenant-platform');

/**
 * Folder of a tool at one version, made by `install` when it is not there. It lies outside the repository, so that
 * every checkout shares it. An installation that was interrupted is started again from nothing.
 */
export async function cachedTool(
  name: string,
  version: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheRoot, `${name}-${version}`);
  const complete = join(folder, '.complete');
  if (existsSync(complete)) return folder;
  process.stderr.write(`  installing ${name} ${version} into ${folder}\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await install(folder);
  writeFileSync(complete, '');
  return folder;
}
