import { createHash } from 'node:crypto';
import { Chart } from 'cdk8s';
import { podLabels } from '../../../../config/contract';
import type { Json } from '../../../laws/tree';
import type { ChartEdit } from './labelled-change';

/** Lets a build run with the charts' objects changed as they leave their charts. @throws Error for an unknown chart. */
export function withChartEdits(edits: Readonly<Record<string, ChartEdit>>, build: () => void): void {
  const original = Chart.prototype.toJson;
  const seen = new Set<string>();
  Chart.prototype.toJson = function (this: Chart): Json[] {
    const objects: Json[] = original.call(this);
    const edit = edits[this.node.id];
    if (!edit) return objects;
    seen.add(this.node.id);
    return withOwnRevisions(objects, edit);
  };
  try {
    build();
  } finally {
    Chart.prototype.toJson = original;
  }
  const unknown = Object.keys(edits).filter((chart) => !seen.has(chart));
  if (unknown.length > 0) throw new Error(`there is no chart ${unknown.join(', ')} to change`);
}

/** As in the charts' own code, a pod template that changes has another revision, and a Job another name. */
function withOwnRevisions(objects: Json[], edit: ChartEdit): Json[] {
  const before = new Map(objects.map((object) => [object, JSON.stringify(object.spec?.template?.spec)]));
  edit(objects);
  for (const object of objects) {
    const spec = JSON.stringify(object.spec?.template?.spec);
    if (spec === undefined || before.get(object) === spec) continue;
    const hash = createHash('sha256').update(spec).digest('hex').slice(0, 10);
    if (object.kind === 'Job') object.metadata.name = object.metadata.name.replace(/[0-9a-f]{10}$/, hash);
    else object.spec.template.metadata.labels[podLabels.revision] = hash;
  }
  return objects;
}

/** @throws Error when the chart has none, so that no edit changes nothing. */
export function objectNamed(objects: readonly Json[], kind: string, name: string): Json {
  const object = objects.find((one) => one.kind === kind && one.metadata.name === name);
  if (!object) throw new Error(`there is no ${kind} ${name} to change`);
  return object;
}

/** Edits one object. */
export const editing =
  (kind: string, name: string, edit: (object: Json) => void): ChartEdit =>
  (objects) =>
    edit(objectNamed(objects, kind, name));

/** Edits the pod's spec of a Deployment. */
export const editingPod = (deployment: string, edit: (pod: Json) => void): ChartEdit =>
  editing('Deployment', deployment, (object) => edit(object.spec.template.spec));

/** Edits the container of a Deployment. */
export const editingContainer = (deployment: string, edit: (container: Json) => void): ChartEdit =>
  editingPod(deployment, (pod) => edit(pod.containers[0]));

/** Takes objects out, each as `[kind, name]`. */
export const removing =
  (...unwanted: readonly (readonly [kind: string, name: string])[]): ChartEdit =>
  (objects) => {
    for (const [kind, name] of unwanted) objects.splice(objects.indexOf(objectNamed(objects, kind, name)), 1);
  };
