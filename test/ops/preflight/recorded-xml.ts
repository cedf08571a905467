/** An object as XML: each field an element, a list the element repeated. */
export const xmlText = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .flatMap(([name, inner]) => (Array.isArray(inner) ? inner : [inner]).map((one) => element(name, one)))
        .join('')
    : String(value).replace(/&/g, '&amp;').replace(/</g, '&lt;');

const element = (name: string, value: unknown): string => `<${name}>${xmlText(value)}</${name}>`;
