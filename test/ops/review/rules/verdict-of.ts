import {
  type Assessment,
  type AwsResource,
  type JsonObject,
  type Risk,
  type Side,
  worstOf,
} from '../../../../ops/review/change';
import { changesBetween } from '../../../../ops/review/changes/changes';
import { assess } from '../../../../ops/review/rules/assess';
import { deployedObject } from '../../../../ops/review/sides/deployed-objects';
import { resource } from '../plain-sides';

/** What all rules say of all that differs between two sides. */
export const assessments = (before: Side, after: Side): readonly Assessment[] =>
  changesBetween(before, after).flatMap((change) => assess(change, { before, after }));

export const verdict = (before: Side, after: Side): Risk =>
  worstOf(assessments(before, after).map(({ risk }) => risk));

/** All that the rules say, as one text. */
export const whys = (before: Side, after: Side): string =>
  assessments(before, after)
    .map(({ why }) => why)
    .join('\n');

const sideOf = (resources: readonly (AwsResource | null)[], objects: readonly JsonObject[] = []): Side => ({
  name: 'a side',
  resources: resources.filter((one) => one !== null),
  objects: objects.map((one) => deployedObject('chart', one)),
});

/** Properties of a resource, and attributes beside them such as a DeletionPolicy; null: not there. */
export type Body = JsonObject | null;

/** A resource `Thing` of a stack, whose attributes stand under `$`. */
export function thing(type: string, body: Body, logicalId = 'Thing', stack = 'a-stack'): AwsResource | null {
  if (body === null) return null;
  const { $: attributes, ...properties } = body;
  return resource(stack, logicalId, type, properties, { attributes: attributes as JsonObject | undefined });
}

/** Verdict of one resource that differs, among others that are the same on both sides. */
export const ofResource = (
  type: string,
  before: Body,
  after: Body,
  around: readonly (AwsResource | null)[] = [],
): Risk => verdict(sideOf([thing(type, before), ...around]), sideOf([thing(type, after), ...around]));

/** Verdict between two lists of resources. */
export const ofResources = (
  before: readonly (AwsResource | null)[],
  after: readonly (AwsResource | null)[],
): Risk => verdict(sideOf(before), sideOf(after));

/** A Kubernetes object of namespace `app`; its other fields are merged over these. */
export const kubernetesObject = (kind: string, name: string, fields: JsonObject = {}): JsonObject => {
  const { metadata, ...rest } = fields;
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'app', ...(metadata as JsonObject) },
    ...rest,
  };
};

/** Verdict between two lists of Kubernetes objects, among others that are the same on both sides. */
export const ofObjects = (
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  around: readonly JsonObject[] = [],
): Risk => verdict(sideOf([], [...before, ...around]), sideOf([], [...after, ...around]));

/** Says of a danger what it is, and of its reverse that it is harmless. */
export function dangers(
  rows: readonly (readonly [
    what: string,
    type: string,
    before: JsonObject,
    after: JsonObject,
    risk: Risk,
    reverse?: Risk,
  ])[],
): void {
  for (const [what, type, before, after, risk, reverse = 'safe'] of rows) {
    test(what, () => expect(ofResource(type, before, after)).toBe(risk));
    test(`${what}: the other way round`, () => expect(ofResource(type, after, before)).toBe(reverse));
  }
}
