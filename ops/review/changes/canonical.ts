import type { Json } from '../change';

/** Lists whose order counts. In all others Kubernetes and AWS read a set. */
const orderedLists = ['args', 'command', 'initContainers', 'Command', 'EntryPoint', 'Layers'];

/** Arguments of CloudFormation's functions are lists whose order counts, too. */
export const isOrdered = (name: string): boolean => orderedLists.includes(name) || name.startsWith('Fn::');

/**
 * A value as text, the same for all orders of its fields and of lists that are sets.
 * @param name the field that holds it.
 */
export function canonical(value: Json | undefined, name = '', withinOrdered = false): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  if (Array.isArray(value)) {
    const ordered = withinOrdered || isOrdered(name);
    const items = value.map((item: Json) => canonical(item, '', withinOrdered || name.startsWith('Fn::')));
    return `[${(ordered ? items : items.sort()).join()}]`;
  }
  return `{${Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner, key)}`)
    .join()}}`;
}
