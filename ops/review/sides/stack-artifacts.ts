import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../config/errors';
import type { JsonObject } from '../change';

/** Below a template's `Resources`. */
export interface TemplateResource extends JsonObject {
  readonly Type: string;
  readonly Properties?: JsonObject;
}

export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, JsonObject>>;
}

/** One stack, synthesized or deployed. */
export interface StackTemplate {
  readonly name: string;
  readonly region: string;
  readonly terminationProtection: boolean;
  readonly template: Template;
  /** Construct paths below the stack by logical id. */
  readonly paths: Readonly<Record<string, string>>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly additionalMetadataFile?: string;
  readonly metadata?: Metadata;
  readonly properties?: { readonly templateFile?: string; readonly terminationProtection?: boolean };
}

/** Entries by construct path, such as `/production-database/Instance/Resource`. */
type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

/** CDK writes this file into every cloud assembly. */
const manifestFile = 'manifest.json';

export const isAssembly = (folder: string): boolean => existsSync(join(folder, manifestFile));

/**
 * The stacks of a cloud assembly in the order of its manifest.
 * @throws InputError when a file of it cannot be read.
 */
export function stackTemplates(assembly: string): StackTemplate[] {
  const { artifacts } = read<{ artifacts: Record<string, Artifact> }>(assembly, manifestFile);
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([name, { environment = '', properties, metadata, additionalMetadataFile }]) => ({
      name,
      region: environment.split('/').at(-1) ?? '',
      terminationProtection: properties?.terminationProtection === true,
      template: read<Template>(assembly, properties?.templateFile ?? `${name}.template.json`),
      paths: pathsOf(
        name,
        additionalMetadataFile === undefined
          ? (metadata ?? {})
          : read<Metadata>(assembly, additionalMetadataFile),
      ),
    }));
}

const pathsOf = (stack: string, metadata: Metadata): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata).flatMap(([path, entries]) =>
      entries
        .filter(({ type }) => type === 'aws:cdk:logicalId')
        .map(({ data }) => [String(data), path.slice(`/${stack}/`.length)]),
    ),
  );

function read<Content>(assembly: string, file: string): Content {
  try {
    return JSON.parse(readFileSync(join(assembly, file), 'utf8'));
  } catch (error) {
    throw new InputError(assembly, [
      {
        field: file,
        got: (error as Error).message.split('\n')[0]!,
        allowed: 'a folder that cdk synth wrote whole, such as cdk.out',
      },
    ]);
  }
}
