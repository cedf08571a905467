import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { context } from '../../cdk.json';
import { production } from '../../config/environments/production';
import type { Environment } from '../../config/schema';
import { platform } from '../../lib/platform';
import { attempt } from '../../servers/command';
import { temporaryFolder } from '../temporary-folder';

const root = join(__dirname, '../..');
const rounds = 5;
const secondsAtMost = 3;

/** A class that is smaller, backups that are cut, and fewer pods: changes of each kind, in AWS and in the cluster. */
const changed: Environment = {
  ...production,
  database: { ...production.database, instanceClass: 'm7g.large', pointInTimeDays: 3 },
  application: {
    ...production.application,
    components: {
      ...production.application.components,
      api: { ...production.application.components.api, replicas: { min: 3, max: 6 } },
    },
  },
};

interface Duration {
  readonly elapsed: number;
  readonly processor: number;
}

/** How long the review of a changed assembly takes, as a person types it. */
export async function reviewSection(): Promise<string> {
  const folder = temporaryFolder('benchmark');
  const from = assembly(production, join(folder, 'from'));
  const to = assembly(changed, join(folder, 'to'));
  const durations: Duration[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    process.stdout.write(`round ${round} of ${rounds}\n`);
    durations.push(await timed(['review', '--from', from, '--to', to]));
  }
  const elapsed = median(durations.map((one) => one.elapsed));
  const processor = median(durations.map((one) => one.processor));
  return `Medians of ${rounds} runs, with ${loadavg()[0]?.toFixed(0)} processes waiting for the ${cpus().length} cores. A review is one thread: on an idle machine both columns are alike.

| production's assembly against a changed one | seconds | seconds of a processor | at most |
|---|---|---|---|
| review | ${elapsed.toFixed(1)} | ${processor.toFixed(1)} | ${secondsAtMost} s |
`;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

function assembly(environment: Environment, outdir: string): string {
  const app = new App({ outdir, context, builtinCloudFormationValidation: false, treeMetadata: false });
  platform(app, environment);
  app.synth();
  return outdir;
}

/** Of a review that finds something, which ends with 1. The shell counts the seconds that its child had a processor. */
async function timed(args: readonly string[]): Promise<Duration> {
  const started = performance.now();
  const script = 'TIMEFORMAT="%U %S"; time "$@"';
  const { code, stderr } = await attempt(
    'bash',
    ['-c', script, 'bash', process.execPath, 'bin/launch-cli.js', ...args],
    { cwd: root },
  );
  if (code !== 1) throw new Error(`the review ended with ${code}: ${stderr}`);
  const [user = NaN, system = NaN] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  return { elapsed: (performance.now() - started) / 1000, processor: user + system };
}
