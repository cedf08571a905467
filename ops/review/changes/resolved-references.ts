import type { Json, JsonObject, Side } from '../change';
import { intrinsicOf, isObject } from '../intrinsic';

/** Key of a resource across stacks, as references name it. */
export const resourceKey = (stack: string, logicalId: string): string => `${stack}/${logicalId}`;

/**
 * Makes a function that names resources by stack and logical id in every reference of a value, also in those that go
 * through another stack's output: so the name of an output is no difference, and the resource behind it is one.
 */
export function referencesOf(side: Side): (value: Json | undefined, stack: string) => Json | undefined {
  const known = new Set(side.resources.map(({ stack, logicalId }) => resourceKey(stack, logicalId)));
  const keyOf = (stack: string, id: string): string => {
    const key = resourceKey(stack, id);
    return known.has(key) ? key : id;
  };

  function resolve(value: Json | undefined, stack: string): Json | undefined {
    if (Array.isArray(value)) return value.map((item: Json) => resolve(item, stack) as Json);
    if (!isObject(value)) return value;
    const intrinsic = intrinsicOf(value);
    if (intrinsic?.name === 'Ref') return { Ref: keyOf(stack, String(intrinsic.argument)) };
    if (intrinsic?.name === 'Fn::GetAtt') return { 'Fn::GetAtt': attribute(intrinsic.argument, stack) };
    if (intrinsic?.name === 'Fn::GetStackOutput') return output(intrinsic.argument as JsonObject) ?? value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner, stack)]));
  }

  function attribute(argument: Json, stack: string): Json {
    const [id = '', ...rest] = Array.isArray(argument) ? argument : String(argument).split(/\.(.*)/s, 2);
    return [keyOf(stack, String(id)), ...rest];
  }

  function output({ StackName, OutputName }: JsonObject): Json | undefined {
    const stack = String(StackName);
    const value = side.outputs?.[stack]?.[String(OutputName)];
    return value === undefined ? undefined : resolve(value, stack);
  }

  return resolve;
}
