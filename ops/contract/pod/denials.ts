import { posix } from 'node:path';

/** Node's `mkdir` with `recursive` says ENOENT where the tree is read-only. */
const readOnly = /EROFS|read-only file system|ENOENT.*\bmkdir\b/i;
/** PostgreSQL says `permission denied for table …`. */
const refused = /EACCES|EPERM|permission denied(?! for | to )|operation not permitted/i;
const absolutePath = /(?:^|["'`\s(:])(\/[^\s"'`:,()\\]+)/;

const matching = (log: string, pattern: RegExp): string[] =>
  log.split('\n').filter((line) => pattern.test(line));

/** Folders in which a server could not write because the tree is read-only, as its log tells. */
export function deniedWrites(log: string): string[] {
  const folders = matching(log, readOnly).map((line) => {
    const path = absolutePath.exec(line)?.[1];
    if (path === undefined) return 'an unnamed folder';
    return /mkdir/i.test(line) || posix.dirname(path) === '/' ? path : posix.dirname(path);
  });
  return [...new Set(folders)];
}

/** Lines of a log in which the system refused something to the user. */
export const refusedRights = (log: string): string[] => matching(log, refused);
