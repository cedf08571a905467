import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { context } from '../../cdk.json';
import { platformApp } from '../../lib/app';
import { platform } from '../../lib/platform';
import type { Variant } from './variants';

/** Writes a variant's assembly. Findings are left in its validation report: they fail one test, not all. */
export function writeAssembly({ environment, validated }: Variant, outdir: string): void {
  const app = validated ? checkedApp(outdir) : uncheckedApp(outdir);
  platform(app, environment);
  app.synth();
}

/** Writes an assembly that both checks must complain of: a bare bucket, and a property that does not exist. */
export function writeFaultyAssembly(outdir: string): void {
  const app = checkedApp(outdir);
  const stack = new Stack(app, 'faulty');
  new CfnBucket(stack, 'Bucket');
  new CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue', properties: { NoSuchProperty: 1 } });
  app.synth();
}

function checkedApp(outdir: string): App {
  const app = platformApp({ outdir });
  app.node.setContext('@aws-cdk/core:failSynthOnValidationErrors', false);
  return app;
}

const uncheckedApp = (outdir: string): App =>
  new App({ outdir, context, builtinCloudFormationValidation: false, treeMetadata: false });
