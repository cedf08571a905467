import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../../config/errors';

/** Endings of folders beside the target, before the id of the process that made them. */
const partial = '.partial-';
const replaced = '.replaced-';

/**
 * Writes a folder whole or not at all: into a new one beside it, which then takes its place. What an interrupted run
 * left behind goes with the next one.
 * @param owns throws an InputError when the folder that is there is not ours to replace.
 * @throws InputError when nothing can be written there.
 */
export function replaceFolder<T>(
  folder: string,
  owns: (folder: string) => void,
  write: (stagedFolder: string) => T,
): T {
  const target = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  if (existsSync(target)) owns(target);
  const staged = `${target}${partial}${process.pid}`;
  writable(folder, () => {
    removeAbandoned(target);
    mkdirSync(staged);
  });
  try {
    const result = write(staged);
    writable(folder, () => swap(staged, target));
    return result;
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    throw error;
  }
}

function swap(staged: string, target: string): void {
  const old = `${target}${replaced}${process.pid}`;
  const exists = existsSync(target);
  if (exists) renameSync(target, old);
  try {
    renameSync(staged, target);
  } catch (error) {
    if (exists) renameSync(old, target);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

function removeAbandoned(target: string): void {
  const parent = dirname(target);
  for (const entry of readdirSync(parent)) {
    const owner = [partial, replaced]
      .map((ending) => `${basename(target)}${ending}`)
      .filter((start) => entry.startsWith(start))
      .map((start) => Number(entry.slice(start.length)))
      .find(Number.isInteger);
    if (owner !== undefined && !isRunning(owner))
      rmSync(join(parent, entry), { recursive: true, force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function writable(folder: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code) throw error;
    throw new InputError('output', [
      {
        field: folder,
        got: `${code} from the file system`,
        allowed: 'a folder that can be written, in one that exists',
      },
    ]);
  }
}
