import { join } from 'node:path';
import { run } from '../../servers/command';
import { changes } from '../../test/laws/blast-radius/changes';
import { temporaryFolder } from '../temporary-folder';

const root = join(__dirname, '../..');
const withTypeScript = ['-r', 'ts-node/register'];
const rounds = 5;

interface Measurement {
  readonly empty: number;
  readonly production: number;
  readonly start: number;
  readonly test: number;
}

/** How long synthesis, `npm start` and the tests take. A ratio compares two programs of one run on one machine. */
export async function synthesisSection(): Promise<string> {
  const folder = temporaryFolder('benchmark');
  const seconds: Record<'empty' | 'production' | 'start', number[]> = {
    empty: [],
    production: [],
    start: [],
  };
  for (let round = 1; round <= rounds; round += 1) {
    process.stdout.write(`round ${round} of ${rounds}\n`);
    const env = { CDK_OUTDIR: join(folder, 'assembly') };
    seconds.empty.push(await timed([...withTypeScript, 'verify/benchmark/empty-platform.ts'], env));
    seconds.production.push(await timed([...withTypeScript, 'bin/platform.ts'], env));
    seconds.start.push(await timed(['bin/launch-cli.js', 'start', '--folder', folder]));
  }
  process.stdout.write('all tests\n');
  const test = await timed(['node_modules/jest/bin/jest.js', '--silent']);
  return table({
    empty: median(seconds.empty),
    production: median(seconds.production),
    start: median(seconds.start),
    test,
  });
}

async function timed(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  const started = performance.now();
  await run(process.execPath, args, { cwd: root, env });
  return (performance.now() - started) / 1000;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

function table({ empty, production, start, test }: Measurement): string {
  const ratio = (value: number): string => `${(value / empty).toFixed(2)} x`;
  const rows = [
    ['synthesis of an empty stack', empty, '1 x', ''],
    ['synthesis of production, every check on', production, ratio(production), '2 x'],
    ['`npm start`', start, ratio(start), '4 x'],
    ['`npm test`, one run', test, '', '60 s'],
  ] as const;
  return `Medians of ${rounds} runs that took turns.

| what | seconds | to an empty stack | at most |
|---|---|---|---|
${rows.map(([what, value, relative, limit]) => `| ${what} | ${value.toFixed(1)} | ${relative} | ${limit} |`).join('\n')}

### What one changed field changes

| field of production | stacks whose templates change | why |
|---|---|---|
${changes.map(({ field, stacks, why }) => `| \`${field}\` | ${stacks.join(', ') || 'none'} | ${why} |`).join('\n')}
`;
}
