import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** One field of a Kubernetes type, as the generator of the official client wrote it down. */
export interface ModelField {
  /** The name on the wire. */
  readonly baseName: string;
  /** `string`, `number`, `boolean`, `Date`, `any`, `IntOrString`, a model, `Array<T>` or `{ [key: string]: T; }`. */
  readonly type: string;
  /** Such as `int32`; empty where the type says it all. */
  readonly format: string;
}

/** Fields of a model such as `V1PodSpec`. */
export type FieldsOf = (model: string) => readonly ModelField[];

// The client's entry point loads all of its 700 models and 60 APIs, which takes longer than checking our objects.
const load = createRequire(__filename);
const generated = join(dirname(load.resolve('@kubernetes/client-node')), 'gen');

export const fieldsOf: FieldsOf = (model) =>
  load(join(generated, 'models', `${model}.js`))[model].getAttributeTypeMap();

/**
 * The model of an object, such as `V1Deployment` for `apps/v1` Deployment.
 * - `custom`: the group belongs to an extension, whose kinds the client does not know.
 * - `unknown`: Kubernetes serves no such kind in this group and version.
 */
export function modelOf(apiVersion: string, kind: string): { readonly model: string } | 'custom' | 'unknown' {
  const [version = '', group = 'core'] = apiVersion.split('/').reverse();
  if (!isKubernetesOwn(group)) return 'custom';
  const api = `${pascal(group.replace(/\.k8s\.io$/, ''))}${pascal(version)}`;
  const candidates = [`${pascal(version)}${kind}`, `${api}${kind}`];
  const model = candidates.find((name) => existsSync(join(generated, 'models', `${name}.js`)));
  return model && isServed(api, kind) ? { model } : 'unknown';
}

/** `x-k8s.io` and all other domains are those of extensions. */
const isKubernetesOwn = (group: string): boolean => !group.includes('.') || /(?<!\bx-)\bk8s\.io$/.test(group);

/** Whether the API of a group and version can create the kind: a model alone does not tell its group. */
function isServed(api: string, kind: string): boolean {
  const declarations = join(generated, 'apis', `${api}Api.d.ts`);
  return (
    existsSync(declarations) &&
    new RegExp(`\\bcreate(Namespaced)?${kind}\\(`).test(readFileSync(declarations, 'utf8'))
  );
}

const pascal = (text: string): string =>
  text
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
