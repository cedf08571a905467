import type { DeployedObject, Json, JsonObject, KubernetesChange, Side } from '../change';
import { identityOf } from '../sides/deployed-objects';
import { fieldChanges } from './fields';
import { quietObject } from './noise';

/** What differs between the Kubernetes objects of two sides, in the order in which they are applied. */
export function kubernetesChanges(before: Side, after: Side): KubernetesChange[] {
  const [old, now] = [byIdentity(before), byIdentity(after)];
  const isLater = laterCharts(after);
  const gone = [...old].filter(([identity]) => !now.has(identity)).map(([, object]) => object);
  const come = [...now].filter(([identity]) => !old.has(identity)).map(([, object]) => object);
  const renames = renamed(gone, come);
  const sources = new Set(renames.map(([from]) => from));
  const targets = new Set(renames.map(([, to]) => to));
  return [
    ...[...now].flatMap(([identity, object]) => {
      const earlier = old.get(identity);
      return earlier ? changed(earlier, object, isLater) : [];
    }),
    ...renames.map(([from, to]) => change('moved', from, to)),
    ...gone.filter((object) => !sources.has(object)).map((object) => change('removed', object, null)),
    ...come.filter((object) => !targets.has(object)).map((object) => change('added', null, object)),
  ];
}

const byIdentity = (side: Side): ReadonlyMap<string, DeployedObject> =>
  new Map(side.objects.map((object) => [identityOf(object), object]));

/** Deploys create and update these, and never delete one, whichever chart it was in. */
const keptKinds = ['CustomResourceDefinition', 'Namespace', 'PersistentVolume', 'PersistentVolumeClaim'];

/**
 * Whether a move from one chart to another deletes the object: the chart that it left is applied first and prunes it,
 * and the later one makes it anew. A chart that is gone altogether is deleted at the end of the deploy, and takes
 * nothing that carries another chart's label by then.
 */
function laterCharts(after: Side): (from: DeployedObject, to: DeployedObject) => boolean {
  const order = [...new Set(after.objects.map(({ chart }) => chart))];
  return (from, to) =>
    from.chart !== to.chart &&
    !keptKinds.includes(to.kind) &&
    order.includes(from.chart) &&
    order.indexOf(from.chart) < order.indexOf(to.chart);
}

function changed(
  before: DeployedObject,
  after: DeployedObject,
  isLater: (from: DeployedObject, to: DeployedObject) => boolean,
): KubernetesChange[] {
  const moved = isLater(before, after);
  const fields = fieldChanges(quietObject(before), quietObject(after));
  if (!moved && fields.length === 0) return [];
  return [{ ...change(moved ? 'moved' : 'changed', before, after), fields }];
}

const change = (
  what: KubernetesChange['what'],
  before: DeployedObject | null,
  after: DeployedObject | null,
): KubernetesChange => ({ source: 'kubernetes', what, before, after, fields: [] });

/** Pairs of objects that differ only in their name, or only in their namespace. */
function renamed(
  gone: readonly DeployedObject[],
  come: readonly DeployedObject[],
): (readonly [DeployedObject, DeployedObject])[] {
  const free = new Set(come);
  return gone.flatMap((from) => {
    const to = [...free].find((candidate) => isSame(from, candidate));
    if (!to) return [];
    free.delete(to);
    return [[from, to] as const];
  });
}

function isSame(from: DeployedObject, to: DeployedObject): boolean {
  if (from.kind !== to.kind) return false;
  const [old, now] = [quietObject(from), quietObject(to)];
  if (from.namespace === to.namespace) return isRenamed(old, now, from.name, to.name);
  return from.name === to.name && isRenamed(old, now, from.namespace, to.namespace);
}

/** Whether two values differ only in the name itself: labels and selectors carry it, too. */
function isRenamed(
  before: Json | undefined,
  after: Json | undefined,
  from: string | null,
  to: string | null,
): boolean {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    return before === after || (before === from && after === to);
  if (Array.isArray(before) !== Array.isArray(after)) return false;
  const [old, now] = [before as JsonObject, after as JsonObject];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].every((key) =>
    isRenamed(old[key], now[key], from, to),
  );
}
