import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Side } from '../../../../ops/review/change';
import { folderSide } from '../../../../ops/review/sides/folder-side';
import { synthesizeTree } from '../../../../ops/review/sides/synthesized-tree';
import type { BaseName } from './bases';
import type { SourceEdit } from './labelled-change';

const root = join(__dirname, '../../../..');
const synthesizer = join(root, 'bin/synthesize-tree.ts');

/** What the platform's code reads of no checkout, or what another synthesis wrote. */
const leftOut = /^(\.git|node_modules|test|verify|rehearsal|docs|rendered|cdk\.out.*|coverage)$/;

/**
 * What a copy of the repository with other sources turns into, by its own code.
 * @throws Error when the text that is to change does not stand in its file exactly once.
 */
export async function editedTreeSide(
  name: BaseName,
  edits: readonly SourceEdit[],
  folder: string,
): Promise<Side> {
  const tree = join(folder, 'tree');
  for (const entry of readdirSync(root).filter((entry) => !leftOut.test(entry))) {
    cpSync(join(root, entry), join(tree, entry), {
      recursive: true,
      filter: (path) => !/\/(node_modules|dist)$/.test(path),
    });
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const edit of edits) applySourceEdit(tree, edit);
  const assembly = join(folder, 'assembly');
  await synthesizeTree(tree, name, name, synthesizer, assembly);
  return folderSide(assembly, name);
}

export function applySourceEdit(tree: string, { file, from, to }: SourceEdit): void {
  const path = join(tree, file);
  const text = readFileSync(path, 'utf8');
  const places = text.split(from).length - 1;
  if (places !== 1) throw new Error(`${file} has ${places} places that say ${JSON.stringify(from)}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
}
