import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RenderedChart } from '../../charts/rendered-chart';
import type { Environment } from '../../config/schema';
import type { Json, SynthesizedStack, Template, Tree } from '../laws/tree';

export type { Json, Template } from '../laws/tree';

export const synthesizedRootVariable = 'PLATFORM_SYNTHESIZED_ROOT';

/** Folder of an assembly that every check complains of. */
export const faultyAssembly = 'faulty';

const synthesizedRoot = (): string => {
  const path = process.env[synthesizedRootVariable];
  if (!path) throw new Error(`${synthesizedRootVariable} is not set: run the tests through jest`);
  return path;
};
const read = (path: string): Json => JSON.parse(readFileSync(path, 'utf8'));

/** Folder of an environment's cloud assembly. */
export const assemblyFolder = (environment: string): string => join(synthesizedRoot(), environment);

/** The stacks of a cloud assembly in the order of its manifest. */
export function stacksOfAssembly(folder: string, environment: string): SynthesizedStack[] {
  const artifacts: [string, Json][] = Object.entries(read(join(folder, 'manifest.json')).artifacts);
  return artifacts
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([id, artifact]) => ({
      noun: id.slice(environment.length + 1),
      terminationProtection: artifact.properties.terminationProtection === true,
      template: read(join(folder, artifact.properties.templateFile)),
    }));
}

/** The CloudFormation template of one stack, such as `stackTemplate('production', 'database')`. */
export const stackTemplate = (environment: string, noun: string): Template =>
  read(join(assemblyFolder(environment), `${environment}-${noun}.template.json`));

/** Stack nouns of an environment, such as `database`. */
export const stackNouns = (environment: string): string[] =>
  stacksOfAssembly(assemblyFolder(environment), environment).map(({ noun }) => noun);

/** Resources of one type with their logical ids. */
export const resourcesOfType = (
  template: Template,
  type: string,
): { id: string; properties: Json; resource: Json }[] =>
  Object.entries(template.Resources ?? {})
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ id, properties: resource.Properties ?? {}, resource }));

/** Rendered charts of an environment, the node chart first, with the inputs of an environment that is not deployed. */
export const renderedCharts = (environment: string): RenderedChart[] =>
  read(join(synthesizedRoot(), `${environment}.charts.json`));

/** All that an environment, or another variant of these names, turned into. */
export const synthesizedTree = (name: string): Tree => treeIn(synthesizedRoot(), name);

/** All that a variant turned into, from the folder that all variants were written to. */
export function treeIn(root: string, name: string): Tree {
  const environment: Environment = read(join(root, `${name}.environment.json`));
  const onAws = environment.deploysTo === 'aws';
  return {
    environment,
    stacks: onAws ? stacksOfAssembly(join(root, name), environment.name) : [],
    charts: read(join(root, `${name}.charts.json`)),
  };
}
