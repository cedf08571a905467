import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const count = (minimum = 0): Schema => ({ type: 'integer', format: 'int32', minimum });
const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});
const list = (items: Schema): Schema => ({ type: 'array', items });
/** What the operator writes, or Kubernetes checks itself when it makes the autoscaler. */
const anything: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** The fields of a ScaledObject that we use, and those that the operator sets by itself. */
const scaledObject = object(
  {
    scaleTargetRef: object({ apiVersion: text, kind: text, name: text }, ['name']),
    minReplicaCount: count(1),
    maxReplicaCount: count(1),
    pollingInterval: count(1),
    fallback: object(
      {
        failureThreshold: count(1),
        replicas: count(1),
        behavior: {
          ...text,
          enum: ['static', 'currentReplicas', 'currentReplicasIfHigher', 'currentReplicasIfLower'],
        },
      },
      ['failureThreshold', 'replicas'],
    ),
    advanced: object({ horizontalPodAutoscalerConfig: object({ name: text, behavior: anything }) }),
    triggers: {
      ...list(
        object(
          {
            type: text,
            metricType: { ...text, enum: ['AverageValue', 'Value'] },
            metadata: { type: 'object', additionalProperties: text },
          },
          ['type', 'metadata'],
        ),
      ),
      minItems: 1,
    },
  },
  ['scaleTargetRef', 'minReplicaCount', 'maxReplicaCount', 'fallback', 'triggers'],
);

interface Definition {
  readonly group: 'keda.sh' | 'eventing.keda.sh';
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly spec: Schema;
}

/**
 * KEDA's operator watches six kinds and does not start without one of them. We use the first alone; of the others no
 * object can be made, because no object has the field that they demand and do not allow.
 * https://keda.sh/docs/2.21/reference/scaledobject-spec/
 */
const unused: Schema = { type: 'object', maxProperties: 0, minProperties: 1 };
const definitions: readonly Definition[] = [
  {
    group: 'keda.sh',
    kind: 'ScaledObject',
    plural: 'scaledobjects',
    scope: 'Namespaced',
    spec: scaledObject,
  },
  { group: 'keda.sh', kind: 'ScaledJob', plural: 'scaledjobs', scope: 'Namespaced', spec: unused },
  {
    group: 'keda.sh',
    kind: 'TriggerAuthentication',
    plural: 'triggerauthentications',
    scope: 'Namespaced',
    spec: unused,
  },
  {
    group: 'keda.sh',
    kind: 'ClusterTriggerAuthentication',
    plural: 'clustertriggerauthentications',
    scope: 'Cluster',
    spec: unused,
  },
  {
    group: 'eventing.keda.sh',
    kind: 'CloudEventSource',
    plural: 'cloudeventsources',
    scope: 'Namespaced',
    spec: unused,
  },
  {
    group: 'eventing.keda.sh',
    kind: 'ClusterCloudEventSource',
    plural: 'clustercloudeventsources',
    scope: 'Cluster',
    spec: unused,
  },
];

/** KEDA's kinds, as far as we use them. */
export function createDefinitions(scope: Construct): void {
  for (const { group, kind, plural, scope: objectScope, spec } of definitions) {
    new ApiObject(scope, plural, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${group}` },
      spec: {
        group,
        scope: objectScope,
        names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
        versions: [
          {
            name: 'v1alpha1',
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: {
              openAPIV3Schema: {
                type: 'object',
                required: ['spec'],
                properties: { spec, status: anything },
              },
            },
          },
        ],
      },
    });
  }
}
