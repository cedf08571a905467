import type { KubernetesObject, RenderedChart } from '../../charts/rendered-chart';
import type { Json } from '../support/synthesized';

/** All objects of one kind. */
export const ofKind = (charts: readonly RenderedChart[], kind: string): Json[] =>
  charts.flatMap(({ objects }) => objects.filter((object: KubernetesObject) => object.kind === kind));

/** The one object of a kind and name; throws when there is none. */
export function object(
  charts: readonly RenderedChart[],
  kind: string,
  name: string,
  namespace?: string,
): Json {
  const found = ofKind(charts, kind).find(
    ({ metadata }) => metadata.name === name && (!namespace || metadata.namespace === namespace),
  );
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
}

/** Pod templates of Deployments and Jobs by the owner's name. */
export const podTemplates = (charts: readonly RenderedChart[]): { name: string; template: Json }[] =>
  ['Deployment', 'Job']
    .flatMap((kind) => ofKind(charts, kind))
    .map(({ metadata, spec }) => ({ name: metadata.name, template: spec.template }));

/** Environment variables of a pod's first container by name. */
export const variablesOf = (template: Json): Record<string, Json> =>
  Object.fromEntries(template.spec.containers[0].env.map((variable: Json) => [variable.name, variable]));
