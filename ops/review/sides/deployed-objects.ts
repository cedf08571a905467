import { podLabels } from '../../../config/contract';
import { type DeployedObject, type Json, type JsonObject, manifestType } from '../change';
import { isObject } from '../intrinsic';
import { readablePath, type Stacks, textOf } from './placeholders';
import type { StackTemplate, TemplateResource } from './stack-artifacts';

/** The names of a chart's own resources below it; the chart's name is what comes before. */
const partOfChart = /\/(Kept|Manifest)$/;

/** Of a stack without paths, from logical ids such as `appManifest3FBA7054`. */
const chartInId = /^(.+?)(Kept|Manifest)[0-9A-F]{8}$/;

/** The Kubernetes objects that a stack applies, in the order in which it does. */
export const objectsOfStack = (stack: StackTemplate, stacks: Stacks): DeployedObject[] =>
  Object.entries(stack.template.Resources ?? {})
    .filter(([, { Type }]) => Type === manifestType)
    .flatMap(([id, resource]) => {
      const chart = chartOf(id, stack);
      return manifestOf(resource, chart, stack, stacks).map((body) => deployedObject(chart, body));
    });

function chartOf(id: string, { paths }: StackTemplate): string {
  const path = paths[id];
  if (path !== undefined) return readablePath(path).replace(partOfChart, '');
  return chartInId.exec(id)?.[1] ?? id;
}

function manifestOf(
  { Properties }: TemplateResource,
  chart: string,
  stack: StackTemplate,
  stacks: Stacks,
): JsonObject[] {
  const text = textOf(Properties?.Manifest, stack, stacks);
  try {
    const manifest: Json = JSON.parse(text);
    return (Array.isArray(manifest) ? manifest : [manifest]).filter(isObject);
  } catch (error) {
    throw new Error(
      `stack ${stack.name}: the manifest of chart ${chart} is no JSON once its references are named: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** An object as the API server takes it, under the name by which it is found again. */
export function deployedObject(chart: string, body: JsonObject): DeployedObject {
  const metadata = isObject(body.metadata) ? body.metadata : {};
  const kind = String(body.kind);
  return {
    source: 'kubernetes',
    chart,
    kind,
    apiVersion: String(body.apiVersion),
    namespace: metadata.namespace === undefined ? null : String(metadata.namespace),
    name: kind === 'Job' ? jobName(metadata) : String(metadata.name),
    body,
  };
}

/** A Job's name ends in a hash of its content: another content is another run of the same thing. */
function jobName({ name, labels }: JsonObject): string {
  const noun = isObject(labels) ? labels[podLabels.name] : undefined;
  const text = String(name);
  return typeof noun === 'string' && text.replace(/-[0-9a-f]{10}$/, '') === noun ? noun : text;
}

/** `Kind.group/namespace/name`: the same object in any version of its API. */
export function identityOf({ kind, apiVersion, namespace, name }: DeployedObject): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `${kind}${group}/${namespace ?? ''}/${name}`;
}
