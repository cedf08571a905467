import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../config/errors';
import type { Json } from './json';

/** One resource of a template. */
export interface CostedResource {
  readonly stack: string;
  readonly region: string;
  /** Logical id with its hash, as references name it. */
  readonly logicalId: string;
  /** Logical id without its hash. */
  readonly name: string;
  readonly type: string;
  readonly properties: Json;
}

interface StackArtifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: { readonly templateFile?: string };
}

/** CDK ends the logical id of what lies below a stack's first level with a hash of its path. */
const hash = /[0-9A-F]{8}$/;

/**
 * Every resource of every stack of a cloud assembly, in the order of its manifest.
 * @throws InputError when the folder is none.
 */
export function costedResources(assembly: string): CostedResource[] {
  if (!existsSync(join(assembly, 'manifest.json'))) {
    throw new InputError('--assembly', [
      { field: assembly, got: 'no manifest.json', allowed: 'a folder that cdk synth wrote, such as cdk.out' },
    ]);
  }
  const { artifacts } = read(join(assembly, 'manifest.json')) as { artifacts: Record<string, StackArtifact> };
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .flatMap(([stack, { environment = '', properties }]) =>
      resourcesOf(
        { stack, region: environment.split('/').at(-1) ?? '' },
        read(join(assembly, properties?.templateFile ?? '')),
      ),
    );
}

/** The resources of one template. */
export function resourcesOf(
  of: Pick<CostedResource, 'stack' | 'region'>,
  template: { readonly Resources?: Record<string, { readonly Type: string; readonly Properties?: Json }> },
): CostedResource[] {
  return Object.entries(template.Resources ?? {}).map(([logicalId, { Type, Properties }]) => ({
    ...of,
    logicalId,
    name: logicalId.replace(hash, '') || logicalId,
    type: Type,
    properties: Properties ?? {},
  }));
}

const read = (path: string): Json => JSON.parse(readFileSync(path, 'utf8'));
