import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { changes } from '../../test/laws/blast-radius/changes';
import { run, stopAll } from '../../servers/command';
import { formatted } from '../formatted';
import { temporaryFolder } from '../temporary-folder';

const root = join(__dirname, '../..');
const reportPath = join(root, 'docs/benchmarks.md');
const withTypeScript = ['-r', 'ts-node/register'];
const rounds = 5;

interface Measurement {
  readonly empty: number;
  readonly production: number;
  readonly start: number;
  readonly test: number;
}

/** Measures, and writes docs/benchmarks.md. A ratio compares two programs of one run on one machine. */
async function benchmark(): Promise<void> {
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
  const measurement = {
    empty: median(seconds.empty),
    production: median(seconds.production),
    start: median(seconds.start),
    test,
  };
  const report = readFileSync(reportPath, 'utf8').replace(
    /<!-- measured -->[^]*/,
    `<!-- measured -->\n${table(measurement)}`,
  );
  writeFileSync(reportPath, await formatted(reportPath, report));
  process.stdout.write(`${table(measurement)}\n`);
}

async function timed(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  const started = performance.now();
  await run(process.execPath, args, { cwd: root, env });
  return (performance.now() - started) / 1000;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

function table({ empty, production, start, test }: Measurement): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const ratio = (value: number): string => `${(value / empty).toFixed(2)} x`;
  const rows = [
    ['synthesis of an empty stack', empty, '1 x', ''],
    ['synthesis of production, every check on', production, ratio(production), '2 x'],
    ['`npm start`', start, ratio(start), '4 x'],
    ['`npm test`, one run', test, '', '60 s'],
  ] as const;
  return `
Measured on ${new Date().toISOString().slice(0, 10)}, ${machine}; medians of ${rounds} runs that took turns.

| what | seconds | to an empty stack | at most |
|---|---|---|---|
${rows.map(([what, value, relative, limit]) => `| ${what} | ${value.toFixed(1)} | ${relative} | ${limit} |`).join('\n')}

## What one changed field changes

| field of production | stacks whose templates change | why |
|---|---|---|
${changes.map(({ field, stacks, why }) => `| \`${field}\` | ${stacks.join(', ') || 'none'} | ${why} |`).join('\n')}
`;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopAll();
    process.exit(130);
  });
}
benchmark().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
