/**
 * One resource of a synthesized template. What only carries charts is left out: deploy gates and lists of retired
 * objects. A resource that applies a chart is here without its manifest, whose objects are `DeployedObject`s.
 */
export interface AwsResource {
  readonly source: 'aws';
  /** Name of the stack's artifact, such as `production-database`. */
  readonly stack: string;
  readonly region: string;
  readonly logicalId: string;
  /** `aws:cdk:path` without the stack, such as `Instance/Resource`; the logical id where CDK wrote none. */
  readonly path: string;
  /** Such as `AWS::RDS::DBInstance`. */
  readonly type: string;
  /** Everything below the logical id: Properties, DeletionPolicy, UpdateReplacePolicy, DependsOn, Condition. */
  readonly body: JsonObject;
}

/** Type of the resource that stands for a stack itself; its one property is `EnableTerminationProtection`. */
export const stackType = 'AWS::CloudFormation::Stack';

/** Type of the resources that apply charts. */
export const manifestType = 'Custom::AWSCDK-EKS-KubernetesResource';

/** Of an object in a cluster that does not tell its chart. */
export const unknownChart = '';

/** One Kubernetes object, unwrapped from the resource that applies it or from a rendered chart. */
export interface DeployedObject {
  readonly source: 'kubernetes';
  /** Name of the chart. */
  readonly chart: string;
  readonly kind: string;
  readonly apiVersion: string;
  /** null: the object belongs to no namespace. */
  readonly namespace: string | null;
  /** Of a Job without the hash of its content, which the body keeps. */
  readonly name: string;
  /** Values of other resources stand in it as `${stack.path.Attribute}`. */
  readonly body: JsonObject;
}

export type Reviewed = AwsResource | DeployedObject;

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** One side of a review: what an environment is, as data. */
export interface Side {
  /** Such as `main`, `the working tree` or a folder. */
  readonly name: string;
  readonly resources: readonly AwsResource[];
  /** In the order in which they are applied. */
  readonly objects: readonly DeployedObject[];
  /** Values that stacks hand to others, by stack and output; without it, references between stacks are compared by name. */
  readonly outputs?: Readonly<Record<string, JsonObject>>;
}

/**
 * A field that differs. `undefined` is a field that is not there on that side. A list of plain values or references
 * is one field; in AWS values a reference names its resource as `stack/LogicalId`.
 */
export interface FieldChange {
  /**
   * Segments from the body's root; an item of a list by the field that names it, such as `[name=api]`, else by index,
   * such as `[0]`: a removed one by that of before, an added one by that of after. `Type` stands for the resource's type.
   */
  readonly path: readonly string[];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What CloudFormation does to a resource for a change, by its published metadata. */
export type Replacement = 'never' | 'may' | 'will';

interface ChangeOf<Thing extends Reviewed> {
  readonly source: Thing['source'];
  readonly what: 'added' | 'removed' | 'changed' | 'moved';
  /** null: was not there. */
  readonly before: Thing | null;
  /** null: is not there any more. */
  readonly after: Thing | null;
  /** Empty where the whole was added or removed, or moved without a change. */
  readonly fields: readonly FieldChange[];
}

export interface AwsChange extends ChangeOf<AwsResource> {
  readonly replacement: Replacement;
}

export type KubernetesChange = ChangeOf<DeployedObject>;

/**
 * One thing that differs. `moved`: the same thing under another name; for an AWS resource with another logical id that
 * still means a new one is made and the old one deleted, for a Kubernetes object another name or namespace likewise.
 * An object with the same name that moved into a chart that is applied later is deleted by the earlier chart before the
 * later one makes it anew; a move into an earlier chart does nothing and is no change.
 */
export type Change = AwsChange | KubernetesChange;

/** What a change does to customers and data, from the mildest to the worst. */
export const risks = ['safe', 'restart', 'capacity', 'downtime', 'exposure', 'data-loss'] as const;
export type Risk = (typeof risks)[number];

/** What one rule says of one change. */
export interface Assessment {
  readonly risk: Risk;
  /** One sentence: what happens, to whom, how long. */
  readonly why: string;
  /** The safer way there, one sentence; absent where there is none. */
  readonly instead?: string;
}

/** The worst of some; `safe` of none. */
export const worstOf = (found: readonly Risk[]): Risk =>
  risks[Math.max(0, ...found.map((risk) => risks.indexOf(risk)))] ?? 'safe';
