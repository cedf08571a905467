import { AsyncLocalStorage } from 'node:async_hooks';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';

const cacheRoot = (): string =>
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tenant-platform');

/** An installation keeps its lock fresh; one that was killed stands in nobody's way for longer than this. */
const staleLockMilliseconds = 30_000;

/** A checkout of another version may still ask for what it asked for so lately. */
const keptMilliseconds = 24 * 60 * 60 * 1000;

const folderOf = (name: string, version: string): string => join(cacheRoot(), `${name}-${version}`);

/** Stands in a folder that is complete, and was touched when it was last asked for. */
const completeMark = (folder: string): string => join(folder, '.complete');

/** Whether a tool is there already. */
export const isInstalled = (name: string, version: string): boolean =>
  existsSync(completeMark(folderOf(name, version)));

/** Something would have to be installed where that is not wanted. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

const looks = new AsyncLocalStorage<true>();

/**
 * Runs what finds tools, and lets it install none.
 * @throws NotInstalled with the first that is missing.
 */
export const withoutInstalling = <Result>(find: () => Promise<Result>): Promise<Result> =>
  looks.run(true, find);

/** For what installs past the cache. @throws NotInstalled inside of `withoutInstalling`. */
export function mayInstall(what: string): void {
  if (looks.getStore()) throw new NotInstalled(`${what} would have to be installed`);
}

export interface CachedToolOptions {
  /**
   * Whether it is made in a minute of what is on this machine already, such as an image of programs: then
   * `withoutInstalling` lets it be made. Default false.
   */
  readonly isMadeHere?: boolean;
}

/**
 * Folder of a tool at one version, made by `install` when it is not there. It lies outside the repository, so that
 * every checkout shares it. An installation that was interrupted is started again from nothing; one that another
 * process has begun is waited for.
 */
export async function cachedTool(
  name: string,
  version: string,
  install: (folder: string) => Promise<void>,
  { isMadeHere = false }: CachedToolOptions = {},
): Promise<string> {
  const folder = folderOf(name, version);
  const complete = completeMark(folder);
  if (existsSync(complete)) {
    utimesSync(complete, new Date(), new Date());
    return folder;
  }
  if (!isMadeHere) mayInstall(`${name} ${version}`);
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

/** Removes the versions of a tool that nobody has asked for within a day: what is made anew with each change adds up. */
export function removeUnusedVersions(name: string): void {
  if (!existsSync(cacheRoot())) return;
  for (const entry of readdirSync(cacheRoot())) {
    const complete = completeMark(join(cacheRoot(), entry));
    if (!entry.startsWith(`${name}-`) || !existsSync(complete)) continue;
    if (Date.now() - statSync(complete).mtimeMs > keptMilliseconds) {
      rmSync(join(cacheRoot(), entry), { recursive: true, force: true });
    }
  }
}
