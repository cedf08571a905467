import type { Outline } from './outline';

/** What a field may hold, in words: `a whole number from 20 to 65536`. */
export function allowed(outline: Outline): string {
  if (outline.description) return outline.description;
  if (outline.const !== undefined) return JSON.stringify(outline.const);
  if (outline.enum) return either(outline.enum.map((value) => String(value)));
  const alternatives = (outline.oneOf ?? outline.anyOf) as Outline[] | undefined;
  if (alternatives) return either(alternatives.map(allowed));
  if (outline.type === 'integer') return `a whole number${range(outline.minimum, outline.maximum)}`;
  if (outline.type === 'number') return `a number${outline.exclusiveMinimum === 0 ? ' above 0' : ''}`;
  if (outline.type === 'string') return outline.minLength ? 'a text that is not empty' : 'a text';
  if (outline.type === 'array')
    return `a list${range(outline.minItems, outline.maxItems, ' entries')}${ofEach(outline.items)}`;
  if (outline.properties) return `an object with ${Object.keys(outline.properties).join(', ')}`;
  if (outline.type === 'object') return `an object of named values${ofEach(outline.additionalProperties)}`;
  return outline.type === 'null' ? 'null' : String(outline.type);
}

const ofEach = (inner: unknown): string =>
  typeof inner === 'object' && inner !== null ? `, each ${allowed(inner as Outline)}` : '';

/** zod bounds every whole number by what JavaScript counts exactly; nobody needs to read that. */
function range(from?: number, to?: number, unit = ''): string {
  const lowest = from !== undefined && Number.MIN_SAFE_INTEGER < from ? from : undefined;
  const highest = to !== undefined && to < Number.MAX_SAFE_INTEGER ? to : undefined;
  if (lowest === undefined) return highest === undefined ? '' : ` of at most ${highest}${unit}`;
  return highest === undefined ? ` of at least ${lowest}${unit}` : ` from ${lowest} to ${highest}${unit}`;
}

const either = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
