import type { FieldsOf, ModelField } from './client-models';
import { fieldsOf, modelOf } from './client-models';

/** A Kubernetes object as it is sent to the API server. */
export interface ObjectData {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface ObjectReport {
  /** Sentences that start with the object and the field. */
  readonly faults: readonly string[];
  /** `apiVersion kind` of the objects that the client has no model of. */
  readonly unchecked: readonly string[];
}

/** Fields that do not exist and values of the wrong type: the API server drops or refuses them. */
export function checkObjects(objects: readonly ObjectData[]): ObjectReport {
  const unchecked = new Set<string>();
  const faults = objects.flatMap((object): string[] => {
    const { apiVersion, kind } = object;
    const found = modelOf(apiVersion, kind);
    if (found === 'custom') unchecked.add(`${apiVersion} ${kind}`);
    if (found === 'unknown') return [`${objectName(object)}: ${apiVersion} has no kind ${kind}`];
    return typeof found === 'object'
      ? modelFaults(object, found.model, fieldsOf).map((fault) => `${objectName(object)}: ${fault}`)
      : [];
  });
  return { faults, unchecked: [...unchecked].sort() };
}

export const objectName = ({ kind, metadata }: ObjectData): string =>
  `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;

/** Faults of an object of a model; `path` is empty at the object itself. */
export function modelFaults(value: unknown, model: string, fields: FieldsOf, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [wrong(path, value, model)];
  const known = new Map(fields(model).map((field) => [field.baseName, field]));
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = known.get(name);
    const at = path ? `${path}.${name}` : name;
    return field ? typeFaults(inner, field, fields, at) : [`${at}: ${model} has no such field`];
  });
}

function typeFaults(value: unknown, field: ModelField, fields: FieldsOf, path: string): string[] {
  const { type, format } = field;
  const [, item] = /^Array<(.+)>$/.exec(type) ?? [];
  if (item) {
    return Array.isArray(value)
      ? value.flatMap((inner, index) =>
          typeFaults(inner, { ...field, type: item }, fields, `${path}[${index}]`),
        )
      : [wrong(path, value, 'list')];
  }
  const [, named] = /^\{ \[key: string\]: (.+); \}$/.exec(type) ?? [];
  if (named) {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([name, inner]) =>
          typeFaults(inner, { ...field, type: named }, fields, `${path}.${name}`),
        )
      : [wrong(path, value, 'object')];
  }
  const fits = scalars[type];
  if (!fits) return modelFaults(value, type, fields, path);
  return fits(value, format) ? [] : [wrong(path, value, format || type)];
}

const scalars: Readonly<Record<string, (value: unknown, format: string) => boolean>> = {
  any: () => true,
  boolean: (value) => typeof value === 'boolean',
  Date: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  IntOrString: (value) => typeof value === 'string' || Number.isInteger(value),
  number: (value, format) => (format.startsWith('int') ? Number.isInteger(value) : typeof value === 'number'),
  string: (value) => typeof value === 'string',
};

const wrong = (path: string, value: unknown, type: string): string =>
  `${path || 'the object'}: ${JSON.stringify(value)} is no ${type}`;
