import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../config/errors';
import { attempt, run } from '../../../servers/command';

/** The commit of a branch, a tag or any other name; null: git knows none. */
export async function commitOf(root: string, reference: string): Promise<string | null> {
  // A name that begins with a dash would be an option.
  if (reference.startsWith('-')) return null;
  const { code, stdout } = await git(root, ['rev-parse', '--verify', '--quiet', `${reference}^{commit}`]);
  return code === 0 ? stdout.trim() : null;
}

/**
 * The commit at which the working tree left the main branch, here or at the remote `origin`.
 * @throws InputError where there is neither branch, or no common history.
 */
export async function mergeBaseWithMain(root: string): Promise<string> {
  for (const branch of ['main', 'origin/main']) {
    const { code, stdout } = await git(root, ['merge-base', branch, 'HEAD']);
    if (code === 0) return stdout.trim();
  }
  throw new InputError('--from', [
    {
      field: 'the merge base with main',
      got: 'no branch main or origin/main that shares a history with HEAD',
      allowed: 'name what to compare with, by --from REFERENCE',
    },
  ]);
}

/** Writes the files of a commit into a new folder, with the packages that are installed here. */
export async function checkOut(root: string, commit: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const archive = `${folder}.tar`;
  // Not a work tree of git's: this leaves nothing in the repository, whenever it is interrupted.
  await run('git', ['-C', root, 'archive', '--format=tar', `--output=${archive}`, commit]);
  await run('tar', ['-xf', archive, '-C', folder]);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
}

/** Whether a commit locks other packages than those that are installed here. */
export async function locksOtherPackages(root: string, commit: string): Promise<boolean> {
  const { code } = await git(root, ['diff', '--quiet', commit, '--', 'package-lock.json']);
  return code !== 0;
}

const git = (root: string, args: readonly string[]) => attempt('git', ['-C', root, ...args]);
