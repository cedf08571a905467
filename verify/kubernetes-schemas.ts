import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON schemas are walked freely
type Schema = any;

/** How kubeconform is told to find a schema that this file wrote. */
export const schemaLocation = (folder: string): string =>
  `${folder}/{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json`;

/**
 * Writes one strict JSON schema for each kind in the API server's OpenAPI document.
 * A field that the document does not know is refused, as `kubectl --validate=strict` does.
 */
export function writeApiSchemas(folder: string, swaggerFile: string): void {
  const { definitions }: Schema = JSON.parse(readFileSync(swaggerFile, 'utf8'));
  definitions['io.k8s.apimachinery.pkg.api.resource.Quantity'] = {
    oneOf: [{ type: 'string' }, { type: 'number' }],
  };
  const strictDefinitions: Schema = Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [name, strict(definition)]),
  );
  mkdirSync(folder, { recursive: true });
  for (const [name, definition] of Object.entries<Schema>(definitions)) {
    for (const { group, version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
      if (!definition.properties?.metadata) continue;
      const schema = { ...strictDefinitions[name], definitions: reachable(strictDefinitions, name) };
      write(folder, { group, version, kind }, identified(schema, group, version, kind));
    }
  }
}

/** Writes the schemas of a custom resource from its definition. */
export function writeCustomSchemas(folder: string, definitionFile: string): void {
  mkdirSync(folder, { recursive: true });
  for (const document of parseAllDocuments(readFileSync(definitionFile, 'utf8'))) {
    const definition: Schema = document.toJS();
    if (definition?.kind !== 'CustomResourceDefinition') continue;
    const { group, names, versions } = definition.spec;
    for (const { name: version, schema } of versions) {
      const openSchema = strict(schema.openAPIV3Schema);
      const properties = { ...openSchema.properties, metadata: { type: 'object' } };
      write(
        folder,
        { group, version, kind: names.kind },
        identified({ ...openSchema, properties }, group, version, names.kind),
      );
    }
  }
}

function strict(schema: Schema): Schema {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string') {
    return { oneOf: [{ type: 'string' }, { type: 'integer' }] };
  }
  const inner = Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !key.startsWith('x-kubernetes'))
      // The names of fields are names, also where they read like words of a schema, as in a definition's own.
      .map(([key, value]) => [key, key === 'properties' ? eachStrict(value) : strict(value)]),
  );
  const closed =
    typeof schema.properties === 'object' &&
    schema.additionalProperties === undefined &&
    !schema['x-kubernetes-preserve-unknown-fields'];
  return closed ? { ...inner, additionalProperties: false } : inner;
}

const eachStrict = (schemas: Schema): Schema =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, strict(schema)]));

function reachable(definitions: Schema, start: string): Schema {
  const found: Schema = {};
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const [, next] of JSON.stringify(definitions[name]).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      if (found[next!]) continue;
      found[next!] = definitions[next!];
      open.push(next!);
    }
  }
  return found;
}

const identified = (schema: Schema, group: string, version: string, kind: string): Schema => ({
  ...schema,
  properties: {
    ...schema.properties,
    apiVersion: { enum: [group ? `${group}/${version}` : version] },
    kind: { enum: [kind] },
  },
  required: [...new Set([...(schema.required ?? []), 'apiVersion', 'kind', 'metadata'])],
});

function write(
  folder: string,
  { group, version, kind }: { group: string; version: string; kind: string },
  schema: Schema,
): void {
  writeFileSync(
    join(folder, `${kind.toLowerCase()}-${group || version}-${version}.json`),
    JSON.stringify(schema),
  );
}
