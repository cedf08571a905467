import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Cdk from 'aws-cdk-lib';
import type CdkJson from '../cdk.json';
import type * as Load from '../config/load';
import type * as Platform from '../lib/platform';
import type * as ChartFolder from '../ops/render/chart-folder';
import type * as EnvironmentCharts from './environment-charts';

/**
 * Writes what an environment of another checkout turns into, by that checkout's own code and without checks, which take
 * most of the time of a synthesis: its cloud assembly, or its rendered charts where it has no stacks. An environment
 * that the checkout does not have leaves no folder.
 *
 * Arguments: the checkout, the name of the environment, the folder to write. Run in the checkout.
 */
const [tree = '', name = '', folder = ''] = process.argv.slice(2);
const load = createRequire(join(tree, 'package.json'));

const { environments } = load('./config/load') as typeof Load;
const environment = Object.hasOwn(environments, name) ? environments[name] : undefined;
if (environment?.deploysTo === 'aws') {
  const { App } = load('aws-cdk-lib') as typeof Cdk;
  const { context } = load('./cdk.json') as typeof CdkJson;
  const { platform } = load('./lib/platform') as typeof Platform;
  const app = new App({
    outdir: folder,
    context,
    builtinCloudFormationValidation: false,
    treeMetadata: false,
    stackTraces: false,
  });
  platform(app, environment);
  app.synth();
} else if (environment) {
  const { environmentCharts } = load('./bin/environment-charts') as typeof EnvironmentCharts;
  const { writeCharts } = load('./ops/render/chart-folder') as typeof ChartFolder;
  writeCharts(folder, environmentCharts(environment));
}
