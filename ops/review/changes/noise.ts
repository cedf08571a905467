import { podLabels } from '../../../config/contract';
import type { AwsResource, DeployedObject, Json, JsonObject } from '../change';
import { isObject } from '../intrinsic';

/** The file of an asset is named by the hash of its content. */
const assetFile = /\b[0-9a-f]{64}(?=\.(zip|json|jar|js)\b)/g;

/** Order of a deploy and notes of the CDK: nothing of it lives. */
const silentAttributes = ['DependsOn', 'Metadata', 'Type'];

/** CDK's label for `kubectl apply --prune`, with a hash of the construct's path. */
const pruneLabel = /^aws\.cdk\.eks\/prune-/;

/** A resource's body without what is not a change. */
export const quietResource = ({ body }: AwsResource): JsonObject =>
  mapText(
    without(body, (name) => silentAttributes.includes(name)),
    (text) => text.replace(assetFile, 'asset'),
  ) as JsonObject;

/** An object's body without what is not a change: the chart that it is part of, and hashes of its content. */
export function quietObject({ kind, body }: DeployedObject): JsonObject {
  const quiet = withoutHashes(body) as JsonObject;
  const metadata = isObject(quiet.metadata) ? quiet.metadata : {};
  return {
    ...quiet,
    metadata: {
      ...(kind === 'Job' ? without(metadata, (name) => name === 'name') : metadata),
      labels: isObject(metadata.labels) ? without(metadata.labels, (name) => name === podLabels.partOf) : {},
    },
  };
}

function withoutHashes(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => withoutHashes(item) as Json);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== podLabels.revision && !pruneLabel.test(name))
      .map(([name, inner]) => [name, withoutHashes(inner)]),
  );
}

export const without = (object: JsonObject, isSilent: (name: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !isSilent(name)));

/** The same value with every text in it changed. */
export function mapText(value: Json | undefined, change: (text: string) => string): Json | undefined {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: Json) => mapText(item, change) as Json);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapText(inner, change)]));
}
