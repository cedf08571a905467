import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../../config/errors';
import { attempt } from '../../../servers/command';
import { replaceFolder } from '../../render/staged-folder';

/** Enough for the branches of a week. */
const mostKept = 40;

/** What a review reads: templates, where constructs are, charts. Assets are a hundred times larger. */
const readFile = /^(manifest\.json|.+\.(template|metadata)\.json|.+\.yaml)$/;

/** Where synthesized commits are kept, outside every checkout. */
export const defaultCache = (): string =>
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tenant-platform', 'reviewed');

/** Name of what a commit turns into: an environment of it, synthesized with the packages that are installed here. */
export function cacheKey(root: string, commit: string, environment: string, synthesizer: string): string {
  const hash = createHash('sha256');
  for (const file of [join(root, 'package-lock.json'), synthesizer]) hash.update(readFileSync(file));
  return `${environment}-${commit.slice(0, 16)}-${hash.digest('hex').slice(0, 8)}`;
}

/**
 * Runs a checkout's own code and returns the folder that it wrote, or null where it has no such environment.
 * @throws InputError with the code's own last words when it does not synthesize.
 */
export async function synthesizeTree(
  tree: string,
  name: string,
  environment: string,
  synthesizer: string,
  folder: string,
): Promise<string | null> {
  const args = ['-r', 'ts-node/register', synthesizer, tree, environment, folder];
  const { code, stderr, stdout } = await attempt(process.execPath, args, { cwd: tree });
  if (code === 0) return existsSync(folder) ? folder : null;
  throw new InputError('review', [
    {
      field: name,
      got: `code that does not synthesize ${environment}: ${lastWords(`${stdout}\n${stderr}`)}`,
      allowed:
        'a reference whose code synthesizes with the packages of this checkout, or a folder that it wrote',
    },
  ]);
}

/** The message of an error, without its trace. */
function lastWords(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return (
    lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.findLast((line) => line !== '') ?? 'no word said'
  );
}

/** The kept folder of a key; null: none. It counts as used now. */
export function keptAssembly(cache: string, key: string): string | null {
  const folder = join(cache, key);
  if (!existsSync(folder)) return null;
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
}

/** Keeps what a review reads of a folder, and forgets what was not used for longest. A cache that fails costs time only. */
export function keepAssembly(cache: string, key: string, folder: string): void {
  try {
    mkdirSync(cache, { recursive: true });
    replaceFolder(
      join(cache, key),
      () => undefined,
      (staged) => {
        for (const file of readdirSync(folder).filter((name) => readFile.test(name)))
          cpSync(join(folder, file), join(staged, file));
      },
    );
    forgetOldest(cache);
  } catch (error) {
    process.stderr.write(`Not kept for the next review: ${(error as Error).message}\n`);
  }
}

function forgetOldest(cache: string): void {
  const byAge = readdirSync(cache)
    .map((name) => ({ folder: join(cache, name), usedAt: statSync(join(cache, name)).mtimeMs }))
    .sort((one, other) => other.usedAt - one.usedAt);
  for (const { folder } of byAge.slice(mostKept)) rmSync(folder, { recursive: true, force: true });
}
