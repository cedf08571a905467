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

/** Verdict of one object that differs, among others that are the same on both sides. */
export const ofObject = (
  kind: string,
  before: Body,
  after: Body,
  around: readonly JsonObject[] = [],
): Risk => {
  const named = (fields: Body): JsonObject[] =>
    fields === null ? [] : [kubernetesObject(kind, 'thing', fields)];
  return ofObjects(named(before), named(after), around);
};

type Row = readonly [
  what: string,
  typeOrKind: string,
  before: JsonObject,
  after: JsonObject,
  risk: Risk,
  reverse?: Risk,
];
type VerdictOf = (typeOrKind: string, before: Body, after: Body) => Risk;

/** Says of a danger what it is, and of its reverse that it is harmless. */
const bothWays =
  (verdictOf: VerdictOf) =>
  (rows: readonly Row[]): void => {
    for (const [what, typeOrKind, before, after, risk, reverse = 'safe'] of rows) {
      test(what, () => expect(verdictOf(typeOrKind, before, after)).toBe(risk));
      test(`${what}: the other way round`, () => expect(verdictOf(typeOrKind, after, before)).toBe(reverse));
    }
  };

/** Of AWS resources. */
export const dangers = bothWays(ofResource);

/** Of Kubernetes objects, among others that are the same on both sides. */
export const objectDangers = (rows: readonly Row[], around: readonly JsonObject[] = []): void =>
  bothWays((kind, before, after) => ofObject(kind, before, after, around))(rows);

/** A Deployment whose pod has one container; `pod` and `container` are merged over what is right. */
export const deployment = (
  name: string,
  {
    pod = {},
    container = {},
    spec = {},
  }: { readonly pod?: JsonObject; readonly container?: JsonObject; readonly spec?: JsonObject } = {},
): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'app' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    ...spec,
    template: {
      metadata: { labels: { app: name } },
      spec: {
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        ...pod,
        containers: [
          {
            name,
            image: 'image:1',
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
            ...container,
          },
        ],
      },
    },
  },
});
