import { type AwsResource, type JsonObject, manifestType, type Side, stackType } from '../change';
import { objectsOfStack } from './deployed-objects';
import type { StackTemplate, TemplateResource } from './stack-artifacts';

/** What only carries charts, and changes with them: what they ask and list is in the charts' objects. */
const carrierTypes = ['Custom::AWSCDK-EKS-KubernetesObjectValue', 'Custom::RetiredObjects'];

/** What says nothing of the platform. */
const silentTypes = ['AWS::CDK::Metadata', ...carrierTypes];

/** Stacks as a side. */
export function templateSide(name: string, templates: readonly StackTemplate[]): Side {
  const stacks = new Map(templates.map((stack) => [stack.name, stack]));
  return {
    name,
    resources: templates.flatMap((stack) => [stackItself(stack), ...resourcesOf(stack)]),
    objects: templates.flatMap((stack) => objectsOfStack(stack, stacks)),
    outputs: Object.fromEntries(templates.map((stack) => [stack.name, outputsOf(stack)])),
  };
}

const stackItself = ({ name, region, terminationProtection }: StackTemplate): AwsResource => ({
  source: 'aws',
  stack: name,
  region,
  logicalId: 'Stack',
  path: 'Stack',
  type: stackType,
  body: { Properties: { EnableTerminationProtection: terminationProtection } },
});

const resourcesOf = ({ name, region, template, paths }: StackTemplate): AwsResource[] =>
  Object.entries(template.Resources ?? {})
    .filter(([, { Type }]) => !silentTypes.includes(Type))
    .map(([logicalId, resource]) => ({
      source: 'aws',
      stack: name,
      region,
      logicalId,
      path: paths[logicalId] ?? pathInMetadata(name, resource) ?? logicalId,
      type: resource.Type,
      body: bodyOf(resource),
    }));

function bodyOf({ Type, Metadata: _metadata, ...body }: TemplateResource): JsonObject {
  if (Type !== manifestType) return body;
  const { Manifest: _manifest, ...Properties } = body.Properties ?? {};
  return { ...body, Properties };
}

/** The CDK CLI writes it into the templates that it deploys. */
function pathInMetadata(stack: string, { Metadata }: TemplateResource): string | undefined {
  const path = (Metadata as JsonObject | undefined)?.['aws:cdk:path'];
  return typeof path === 'string' && path.startsWith(`${stack}/`) ? path.slice(stack.length + 1) : undefined;
}

const outputsOf = ({ template }: StackTemplate): JsonObject =>
  Object.fromEntries(Object.entries(template.Outputs ?? {}).map(([name, { Value }]) => [name, Value]));
