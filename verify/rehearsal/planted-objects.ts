import type { RenderedEnvironment } from '../../rehearsal/acceptance/acceptance';
import type { ApiObject } from '../../rehearsal/cluster/api-server';

/** Which object of an environment a fault is planted in. */
export interface Place {
  readonly kind: string;
  readonly name: string;
}

/**
 * An environment of which one object is another; null leaves the object out.
 * @throws Error when there is no such object: the fault would be planted nowhere.
 */
export function planted(
  rendered: RenderedEnvironment,
  { kind, name }: Place,
  change: (object: ApiObject) => ApiObject | null,
): RenderedEnvironment {
  let found = false;
  const charts = rendered.charts.map((chart) => ({
    ...chart,
    objects: chart.objects.flatMap((object) => {
      if (object.kind !== kind || object.metadata.name !== name) return [object];
      found = true;
      return change(structuredClone(object)) ?? [];
    }),
  }));
  if (!found) throw new Error(`${rendered.environment} has no ${kind} ${name}.`);
  return { ...rendered, charts };
}

/**
 * An object with another value at a path, such as `spec.template.spec.containers.0.lifecycle`; undefined takes the field
 * away.
 * @throws Error when the way to the field is not there.
 */
export function withField(object: ApiObject, path: string, value: unknown): ApiObject {
  const copy = structuredClone(object);
  const names = path.split('.');
  const last = names.pop()!;
  let parent = copy as unknown as Record<string, unknown>;
  for (const name of names) {
    const next = parent[name];
    if (typeof next !== 'object' || next === null) throw new Error(`${object.kind} has no ${path}.`);
    parent = next as Record<string, unknown>;
  }
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}
