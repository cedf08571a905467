import { join, resolve } from 'node:path';
import { InputError } from '../../../config/errors';
import type { Side } from '../change';
import { folderSide, isFolder } from './folder-side';
import { checkOut, commitOf, locksOtherPackages } from './git';
import { cacheKey, defaultCache, keepAssembly, keptAssembly, synthesizeTree } from './synthesized-tree';
import { temporaryFolder } from './temporary-folder';

/** Where sides come from. */
export interface Sources {
  /** The repository's root. */
  readonly root: string;
  readonly environment: string;
  /** Program that synthesizes a checkout. Arguments: the checkout, the environment, the folder to write. */
  readonly synthesizer: string;
  /** Told what takes time, one sentence each. */
  readonly progress: (sentence: string) => void;
  /** Folder of synthesized commits. Default: in the user's cache. */
  readonly cache?: string;
}

export const workingTree = 'the working tree';

/**
 * A side by what a person types: a folder of templates or charts, or any name that git knows of a commit.
 * @param option the option that it was given to, as faults name it.
 * @throws InputError when it is none of them, or does not synthesize.
 */
export async function sideOf(text: string, option: string, sources: Sources): Promise<Side> {
  if (text !== '' && isFolder(resolve(text))) return folderSide(resolve(text), text);
  const commit = await commitOf(sources.root, text);
  if (commit !== null) return commitSide(commit, text, sources);
  throw new InputError(option, [
    {
      field: text,
      got: 'no folder, and no reference that git knows',
      allowed:
        'a branch, a tag or a commit (git fetch brings those of the remote), or a folder that cdk synth or platform render wrote',
    },
  ]);
}

/** A commit's side, synthesized once and then kept. @param name as the review names it. */
export async function commitSide(commit: string, name: string, sources: Sources): Promise<Side> {
  const { root, environment, synthesizer, cache = defaultCache(), progress } = sources;
  const key = cacheKey(root, commit, environment, synthesizer);
  const kept = keptAssembly(cache, key);
  if (kept !== null) return folderSide(kept, name);
  if (await locksOtherPackages(root, commit))
    progress(`${name} locks other packages than this checkout; it is synthesized with those installed here.`);
  progress(`Synthesizing ${environment} of ${name} …`);
  const folder = temporaryFolder('review');
  const tree = join(folder, 'tree');
  await checkOut(root, commit, tree);
  const assembly = await synthesizeTree(tree, name, environment, synthesizer, join(folder, 'assembly'));
  if (assembly === null) return emptySide(name, sources);
  keepAssembly(cache, key, assembly);
  return folderSide(assembly, name);
}

/** What the files of the checkout turn into, committed or not. */
export async function workingTreeSide(sources: Sources): Promise<Side> {
  const { root, environment, synthesizer, progress } = sources;
  progress(`Synthesizing ${environment} of ${workingTree} …`);
  const folder = join(temporaryFolder('review'), 'assembly');
  const assembly = await synthesizeTree(root, workingTree, environment, synthesizer, folder);
  return assembly === null ? emptySide(workingTree, sources) : folderSide(assembly, workingTree);
}

function emptySide(name: string, { environment, progress }: Sources): Side {
  progress(`${name} has no environment ${environment}: nothing of it is there.`);
  return { name, resources: [], objects: [] };
}
