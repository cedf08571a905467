import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from './json';

/** A resource of a template, as far as it matters here. */
interface TemplateResource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
}

interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: Json }>>;
}

/** What CloudFormation keeps of one custom resource that speaks to the cluster. */
export interface ClusterResource {
  /** `stack/logical id`. */
  readonly id: string;
  readonly type: string;
  /** As the handler gets them: without intrinsic functions, every scalar a text. */
  readonly properties: JsonObject;
  /** Ids of resources that are there before it. */
  readonly after: readonly string[];
  readonly keptAtDeletion: boolean;
  /** Folder with the `index.py` that this resource's provider runs. */
  readonly handlerFolder: string;
}

const clusterTypes = [
  'Custom::AWSCDK-EKS-KubernetesResource',
  'Custom::AWSCDK-EKS-KubernetesObjectValue',
  'Custom::RetiredObjects',
];

/** The custom resources of a synthesized assembly that speak to the cluster, stack by stack. */
export function readClusterResources(folder: string): readonly ClusterResource[] {
  const assembly = new Assembly(folder);
  return assembly.stacks.flatMap((stack) => assembly.clusterResources(stack));
}

class Assembly {
  private readonly templates: ReadonlyMap<string, Template>;

  constructor(private readonly folder: string) {
    const ending = '.template.json';
    this.templates = new Map(
      readdirSync(folder)
        .filter((file) => file.endsWith(ending))
        .map((file) => [
          file.slice(0, -ending.length),
          JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template,
        ]),
    );
  }

  /** The cluster's own stack comes first: others read its outputs. */
  get stacks(): readonly string[] {
    const isCluster = (stack: string): number => (stack.endsWith('-cluster') ? 0 : 1);
    return [...this.templates.keys()].sort((a, b) => isCluster(a) - isCluster(b));
  }

  clusterResources(stack: string): readonly ClusterResource[] {
    const { Resources } = this.template(stack);
    return Object.entries(Resources)
      .filter(([, { Type }]) => clusterTypes.includes(Type))
      .map(([logicalId, resource]) => ({
        id: `${stack}/${logicalId}`,
        type: resource.Type,
        properties: this.resolved(stack, resource.Properties ?? {}) as JsonObject,
        after: [resource.DependsOn ?? []].flat().map((dependency) => `${stack}/${dependency}`),
        keptAtDeletion: resource.DeletionPolicy === 'Retain',
        handlerFolder: this.handlerFolder(stack, resource.Properties?.ServiceToken),
      }));
  }

  /** From the service token to CDK's framework function, from that to the handler, from that to its code. */
  private handlerFolder(stack: string, serviceToken: Json | undefined): string {
    const framework = this.functionOf(stack, serviceToken);
    const environment = framework.properties.Environment as JsonObject;
    const { USER_ON_EVENT_FUNCTION_ARN: arn } = environment.Variables as JsonObject;
    const handler = this.functionOf(framework.stack, arn);
    const { S3Key: key } = handler.properties.Code as JsonObject;
    return join(this.folder, `asset.${String(key).replace(/\.zip$/, '')}`);
  }

  private functionOf(stack: string, arn: Json | undefined): { stack: string; properties: JsonObject } {
    const source = arn as JsonObject;
    const output = source['Fn::GetStackOutput'] as JsonObject | undefined;
    if (output) {
      const producer = String(output.StackName);
      return this.functionOf(producer, this.template(producer).Outputs?.[String(output.OutputName)]?.Value);
    }
    const [logicalId] = source['Fn::GetAtt'] as readonly string[];
    return { stack, properties: this.template(stack).Resources[logicalId!]?.Properties ?? {} };
  }

  /** Values that only a deployed stack has become texts that name where they come from. */
  private resolved(stack: string, value: Json): Json {
    if (Array.isArray(value)) return value.map((item) => this.resolved(stack, item));
    if (typeof value !== 'object' || value === null) return value === null ? null : String(value);
    const [name = '', ...others] = Object.keys(value);
    const argument = (value as JsonObject)[name];
    if (others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::'))) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, this.resolved(stack, item)]),
      );
    }
    switch (name) {
      case 'Ref':
        return valueOf(String(argument));
      case 'Fn::GetAtt':
        return valueOf((argument as readonly string[]).join('.'));
      case 'Fn::Sub':
        return String(argument).replace(/\$\{([^}]+)\}/g, (_, reference: string) => valueOf(reference));
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, readonly Json[]];
        return parts.map((part) => String(this.resolved(stack, part))).join(separator);
      }
      case 'Fn::GetStackOutput': {
        const { StackName, OutputName } = argument as JsonObject;
        const output = this.template(String(StackName)).Outputs?.[String(OutputName)];
        return this.resolved(String(StackName), output?.Value ?? String(OutputName));
      }
      default:
        throw new Error(`The rehearsal of a deploy does not know ${name}, which ${stack} has.`);
    }
  }

  private template(stack: string): Template {
    const template = this.templates.get(stack);
    if (!template) throw new Error(`${this.folder} has no stack ${stack}.`);
    return template;
  }
}

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
};

/** Fit for a host, a name or a part of an image's address. */
const valueOf = (reference: string): string =>
  pseudoParameters[reference] ?? `${reference.toLowerCase()}.invalid`;
