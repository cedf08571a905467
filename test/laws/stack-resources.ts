import type { Json, Resource, SynthesizedStack, Tree } from './tree';

/** A resource with where it is. */
export interface LocatedResource {
  readonly stack: SynthesizedStack;
  readonly id: string;
  readonly type: string;
  readonly properties: Json;
  readonly resource: Resource;
  /** `stack/LogicalId`, as a violation names it. */
  readonly name: string;
}

export const resourcesOf = (tree: Tree): LocatedResource[] =>
  tree.stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources ?? {}).map(([id, resource]) => ({
      stack,
      id,
      type: resource.Type,
      properties: resource.Properties ?? {},
      resource,
      name: `${stack.noun}/${id}`,
    })),
  );

export const resourcesOfTypes = (tree: Tree, ...types: readonly string[]): LocatedResource[] =>
  resourcesOf(tree).filter(({ type }) => types.includes(type));

/** Violations of each resource of a type, each led by its name. */
export const inEach = (
  tree: Tree,
  type: string,
  violations: (properties: Json, resource: LocatedResource) => string[],
): string[] =>
  resourcesOfTypes(tree, type).flatMap((resource) =>
    violations(resource.properties, resource).map((violation) => `${resource.name}: ${violation}`),
  );

/** What a `Ref`, a `Fn::GetAtt` or a cross-stack reference names. */
export interface Reference {
  readonly target: LocatedResource;
  /** null: the `Ref` of the resource. */
  readonly attribute: string | null;
}

/** Follows a reference through the outputs of other stacks; null when the value is none. */
export function resolve(tree: Tree, stack: SynthesizedStack, value: Json): Reference | null {
  if (typeof value !== 'object' || value === null) return null;
  const output = value['Fn::GetStackOutput'];
  if (output) {
    const other = tree.stacks.find(({ noun }) => `${tree.environment.name}-${noun}` === output.StackName);
    return other ? resolve(tree, other, other.template.Outputs?.[output.OutputName]?.Value) : null;
  }
  const [id, attribute]: string[] = value.Ref ? [value.Ref] : (value['Fn::GetAtt'] ?? []);
  const target = resourcesOf(tree).find((resource) => resource.stack === stack && resource.id === id);
  return target ? { target, attribute: attribute ?? null } : null;
}

/** `stack/LogicalId` or `stack/LogicalId.Attribute` of what a value names; null when it names nothing. */
export function resolvedName(tree: Tree, stack: SynthesizedStack, value: Json): string | null {
  const reference = resolve(tree, stack, value);
  if (!reference) return null;
  return reference.attribute ? `${reference.target.name}.${reference.attribute}` : reference.target.name;
}

/** A value that may be an array, one value, or absent, as a list. */
export const listOf = (value: Json): Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
