import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { undeployedInputs } from '../../charts/inputs';
import { renderCharts, renderNodes } from '../../charts/platform';
import type { RenderedChart } from '../../charts/rendered-chart';
import type { Environment } from '../../config/schema';
import { context } from '../../cdk.json';
import { platformApp } from '../../lib/app';
import { platform } from '../../lib/platform';
import type { Tree } from '../laws/tree';
import { stacksOfAssembly } from './synthesized';

/** Every chart of an environment, the node chart first, with the inputs of an environment that is not deployed. */
export function renderedForReview(environment: Environment): RenderedChart[] {
  const { name } = environment;
  const nodes = renderNodes(environment, { clusterName: `${name}-cluster`, nodeRoleName: `${name}-node` });
  return [nodes, ...renderCharts(environment, undeployedInputs(environment))];
}

/** Writes an environment's assembly with every check on. Findings are left in its validation report, which a law reads. */
export function writeAssembly(environment: Environment, outdir: string): void {
  const app = platformApp({ outdir });
  platform(app, environment);
  try {
    app.synth();
  } catch (error) {
    if (!existsSync(join(outdir, 'validation-report.json'))) throw error;
  }
}

/** What an environment turns into, made in this process without cdk-nag and template validation, which take most of the time. */
export function synthesizeTree(environment: Environment): Tree {
  const outdir = mkdtempSync(join(tmpdir(), 'tree-'));
  try {
    const charts = renderedForReview(environment);
    if (environment.deploysTo === 'machine') return { environment, stacks: [], charts };
    const app = new App({ outdir, context, builtinCloudFormationValidation: false, treeMetadata: false });
    platform(app, environment);
    app.synth();
    return { environment, stacks: stacksOfAssembly(outdir, environment.name), charts };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
