import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { context } from '../../cdk.json';
import { production } from '../../config/environments/production';
import { platform } from '../../lib/platform';

/** moto takes a template's address apart only when it finds the word `localhost` in it; this puts it into bucket names. */
export const qualifier = 'localhost';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- templates are JSON that is walked freely
type Json = any;

export interface EmulatedStack {
  readonly name: string;
  readonly region: string;
  readonly templateFile: string;
  readonly template: Json;
}

/** Production's assembly without what moto cannot do at all; the gaps are named in docs/emulator.md. */
export function writeEmulatedAssembly(folder: string): EmulatedStack[] {
  const app = new App({
    outdir: folder,
    context: { ...context, '@aws-cdk/core:bootstrapQualifier': qualifier },
    builtinCloudFormationValidation: false,
  });
  platform(app, production);
  app.synth();
  const manifest: Json = read(join(folder, 'manifest.json'));
  const artifacts: Json[] = Object.values(manifest.artifacts);
  const stacks = artifacts.filter(({ type }) => type === 'aws:cloudformation:stack');
  for (const { properties } of stacks) properties.terminationProtection = false;
  for (const { properties } of artifacts.filter(({ type }) => type === 'cdk:asset-manifest')) {
    const path = join(folder, properties.file);
    write(path, { ...read(path), dockerImages: {} });
  }
  write(join(folder, 'manifest.json'), manifest);
  return stacks.map(({ displayName, environment, properties }) => ({
    name: displayName,
    region: environment.split('/').pop(),
    templateFile: join(folder, properties.templateFile),
    template: read(join(folder, properties.templateFile)),
  }));
}

/** Values of other stacks: CloudFormation reads them at deploy time, moto does not know the function. */
export function withStandIns(
  template: Json,
  stacks: readonly EmulatedStack[],
  made: ReadonlyMap<string, string>,
): Json {
  return JSON.parse(JSON.stringify(template), (_, value) => {
    if (value?.Type === 'AWS::KMS::Key') delete value.Properties.Tags;
    const reference = value?.['Fn::GetStackOutput'];
    if (!reference) return value;
    const source = stacks.find(({ name }) => name === reference.StackName);
    const output = source?.template.Outputs?.[reference.OutputName]?.Value;
    return standIn(source, output, made);
  });
}

/** Types whose `Ref` is an ARN. */
const namedByArn = ['AWS::SecretsManager::Secret', 'AWS::SNS::Topic'];

/** The physical id of what an output refers to; text of the right shape where moto has none, or for an attribute. */
function standIn(source: EmulatedStack | undefined, output: Json, made: ReadonlyMap<string, string>): string {
  const [id = 'unknown', attribute = ''] = output?.Ref ? [output.Ref] : (output?.['Fn::GetAtt'] ?? []);
  const physicalId = made.get(`${source?.name}/${id}`) ?? id;
  const type: string = source?.template.Resources?.[id]?.Type ?? '';
  const [, service = 'unknown'] = type.toLowerCase().split('::');
  const isArn = attribute ? String(attribute).endsWith('Arn') : namedByArn.includes(type);
  return isArn && !physicalId.startsWith('arn:')
    ? `arn:aws:${service}:${source?.region}:123456789012:${physicalId}`
    : physicalId;
}

const read = (path: string): Json => JSON.parse(readFileSync(path, 'utf8'));
export const write = (path: string, value: Json): void => writeFileSync(path, JSON.stringify(value));
