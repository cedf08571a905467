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

/** How long the review of a changed assembly takes, as a person types it. */
export async function reviewSection(): Promise<string> {
  const folder = temporaryFolder('benchmark');
  const from = assembly(production, join(folder, 'from'));
  const to = assembly(changed, join(folder, 'to'));
  const seconds: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    process.stdout.write(`round ${round} of ${rounds}\n`);
    seconds.push(await timed(['review', '--from', from, '--to', to]));
  }
  const median = [...seconds].sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN;
  const least = Math.min(...seconds);
  return `${rounds} runs.

| what | median, seconds | fastest, seconds | at most |
|---|---|---|---|
| review of production's assembly against a changed one | ${median.toFixed(1)} | ${least.toFixed(1)} | ${secondsAtMost} s |
`;
}

function assembly(environment: Environment, outdir: string): string {
  const app = new App({ outdir, context, builtinCloudFormationValidation: false, treeMetadata: false });
  platform(app, environment);
  app.synth();
  return outdir;
}

/** Wall-clock seconds of a review that finds something, which ends with 1. */
async function timed(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const { code, stderr } = await attempt(process.execPath, ['bin/launch-cli.js', ...args], { cwd: root });
  if (code !== 1) throw new Error(`the review ended with ${code}: ${stderr}`);
  return (performance.now() - started) / 1000;
}
