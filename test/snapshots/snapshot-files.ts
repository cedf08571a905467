import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Set by `npm run snapshots:update`: files are written instead of compared. */
const update = process.env.UPDATE_SNAPSHOTS === '1';

const folderOf = (environment: string): string => join(__dirname, environment);

/** What the snapshot file says; null: there is no such file. In an update the new text, written to the file. */
export function snapshot(environment: string, file: string, text: string): string | null {
  const path = join(folderOf(environment), file);
  if (update) {
    mkdirSync(folderOf(environment), { recursive: true });
    writeFileSync(path, text);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Snapshot files of an environment. In an update those of stacks and charts that are gone are removed first. */
export function snapshotFiles(environment: string, wanted: readonly string[]): string[] {
  const folder = folderOf(environment);
  const files = readdirSync(folder);
  if (!update) return files;
  for (const file of files.filter((present) => !wanted.includes(present))) rmSync(join(folder, file));
  return readdirSync(folder);
}
