import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';

const cacheRoot = (): string =>
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tenant-platform');

/** An installation keeps its lock fresh; one that was killed stands in nobody's way for longer than this. */
const staleLockMilliseconds = 30_000;

const folderOf = (name: string, version: string): string => join(cacheRoot(), `${name}-${version}`);

/** Whether a tool is there already. */
export const isInstalled = (name: string, version: string): boolean =>
  existsSync(join(folderOf(name, version), '.complete'));

/**
 * Folder of a tool at one version, made by `install` when it is not there. It lies outside the repository, so that
 * every checkout shares it. An installation that was interrupted is started again from nothing; one that another
 * process has begun is waited for.
 */
export async function cachedTool(
  name: string,
  version: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = folderOf(name, version);
  const complete = join(folder, '.complete');
  if (existsSync(complete)) return folder;
  mkdirSync(cacheRoot(), { recursive: true });
  const release = await lock(folder, {
    realpath: false,
    stale: staleLockMilliseconds,
    retries: { forever: true, minTimeout: 100, maxTimeout: 2000 },
  });
  try {
    if (existsSync(complete)) return folder;
    process.stderr.write(`  installing ${name} ${version} into ${folder}\n`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await install(folder);
    writeFileSync(complete, '');
  } finally {
    await release();
  }
  return folder;
}
