import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concurrently } from 'concurrently';
import type { Lane } from './lanes';
import { sumOf, type Tally } from './run-checks';
import { temporaryFolder } from './temporary-folder';

const script = join(__dirname, 'verify.ts');

/** Runs lanes beside one another, each line that they print with the lane's name before it. */
export async function runLanes(lanes: readonly Lane[]): Promise<Tally> {
  const folder = temporaryFolder('lanes');
  const tallyOf = (name: string): string => join(folder, `${name}.json`);
  const { result } = concurrently(
    lanes.map(({ name, niceness }) => ({
      name,
      command: `exec nice -n ${niceness} "${process.execPath}" -r ts-node/register "${script}" --lane ${name} --tally "${tallyOf(name)}"`,
    })),
    { prefix: 'name', padPrefix: true },
  );
  // A lane that has failures ends with 1, and they are in its tally.
  await result.catch(() => undefined);
  return sumOf(lanes.map(({ name }) => readTally(name, tallyOf(name))));
}

/** What a lane left, which is nothing if it was killed. */
export function readTally(lane: string, path: string): Tally {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Tally;
  return { passed: 0, failures: [`the checks of ${lane} came to no end`], skipped: 0 };
}
