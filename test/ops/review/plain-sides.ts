import type { AwsResource, DeployedObject, JsonObject, Side } from '../../../ops/review/change';
import { deployedObject } from '../../../ops/review/sides/deployed-objects';

/** A resource of a stack that nobody synthesized; its path is its logical id. */
export const resource = (
  stack: string,
  logicalId: string,
  type: string,
  Properties: JsonObject,
  rest: { readonly path?: string; readonly attributes?: JsonObject } = {},
): AwsResource => ({
  source: 'aws',
  stack,
  region: 'us-east-1',
  logicalId,
  path: rest.path ?? logicalId,
  type,
  body: { Properties, ...rest.attributes },
});

/** An object of a chart in namespace `app`. */
export const object = (
  kind: string,
  name: string,
  fields: JsonObject,
  { chart = 'app', labels = {} }: { readonly chart?: string; readonly labels?: JsonObject } = {},
): DeployedObject =>
  deployedObject(chart, {
    apiVersion: kind === 'Deployment' ? 'apps/v1' : kind === 'Job' ? 'batch/v1' : 'v1',
    kind,
    metadata: { name, namespace: 'app', labels },
    ...fields,
  });

export const sideOfResources = (name: string, ...resources: AwsResource[]): Side => ({
  name,
  resources,
  objects: [],
});

export const sideOfObjects = (name: string, ...objects: DeployedObject[]): Side => ({
  name,
  resources: [],
  objects,
});
