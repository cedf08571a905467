import type { Json, JsonObject } from '../change';
import { intrinsicOf } from '../intrinsic';
import type { StackTemplate } from './stack-artifacts';

/** Stacks by name, to follow references between them. */
export type Stacks = ReadonlyMap<string, StackTemplate>;

/**
 * A template's value as text. What only a deploy knows stands in it as a placeholder that names where it comes from,
 * such as `${production-database.Instance.Endpoint.Address}` or `${AWS::AccountId}`.
 */
export function textOf(value: Json | undefined, stack: StackTemplate, stacks: Stacks): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const intrinsic = intrinsicOf(value);
  if (!intrinsic) return placeholder(JSON.stringify(value));
  const { name, argument } = intrinsic;
  if (name === 'Ref') return placeholder(resourceName(String(argument), stack));
  if (name === 'Fn::Sub' && typeof argument === 'string') return argument;
  if (name === 'Fn::GetStackOutput') return outputText(argument as JsonObject, stacks);
  if (!Array.isArray(argument)) return placeholder(`${name} ${JSON.stringify(argument)}`);
  const text = (item: Json): string => textOf(item, stack, stacks);
  if (name === 'Fn::Join' && Array.isArray(argument[1])) return argument[1].map(text).join(text(argument[0]));
  if (name === 'Fn::GetAtt') {
    return placeholder([resourceName(String(argument[0]), stack), ...argument.slice(1).map(text)].join('.'));
  }
  return placeholder(`${name} ${argument.map(text).join(' ')}`);
}

function outputText({ StackName, OutputName }: JsonObject, stacks: Stacks): string {
  const stack = stacks.get(String(StackName));
  const output = stack?.template.Outputs?.[String(OutputName)]?.Value;
  return stack && output !== undefined
    ? textOf(output, stack, stacks)
    : placeholder(`${String(StackName)}.${String(OutputName)}`);
}

/** `stack.path`, or the name of a pseudo parameter. */
function resourceName(id: string, { name, paths }: StackTemplate): string {
  if (id.startsWith('AWS::')) return id;
  return [name, ...readablePath(paths[id] ?? id).split('/')].join('.');
}

/** Without the last segments that CDK gives to what a construct is made of. */
export const readablePath = (path: string): string => path.replace(/(\/(Resource|Default))+$/, '');

/** Without what would end a text in JSON, in which it stands. */
const placeholder = (name: string): string => `\${${name.replace(/["\\${}]+/g, '')}}`;
