import type { JsonObject } from '../../change';
import { at, type Found, listAt, objectAt, textAt, textOf } from './values';

/** Which pods a peer of a NetworkPolicy stands for; undefined: all of the namespace, and the policy's own namespace. */
export interface PodSelection {
  readonly pods: Found;
  readonly namespaces: Found;
}

/** Whether a label selector selects an object with these labels; the empty selector selects everything. */
export const selects = (selector: Found, labels: JsonObject): boolean =>
  Object.entries(objectAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value) &&
  listAt(selector, 'matchExpressions').every((expression) => isMet(expression, labels));

function isMet(expression: Found, labels: JsonObject): boolean {
  const value = labels[textAt(expression, 'key')];
  const values = listAt(expression, 'values');
  switch (textAt(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

/** Whether all that the inner selector can select, the outer one selects too; false where that is not plain. */
export function selectorIncludes(outer: Found, inner: Found): boolean {
  const wanted = objectAt(inner, 'matchLabels');
  const expressions = listAt(inner, 'matchExpressions').map(textOf);
  return (
    Object.entries(objectAt(outer, 'matchLabels')).every(([key, value]) => wanted[key] === value) &&
    listAt(outer, 'matchExpressions').every((expression) => expressions.includes(textOf(expression)))
  );
}

/** As `selectorIncludes`, of pods in namespaces. */
export function selectionIncludes(outer: PodSelection, inner: PodSelection): boolean {
  if ((outer.namespaces === undefined) !== (inner.namespaces === undefined)) return false;
  return selectorIncludes(outer.namespaces, inner.namespaces) && selectorIncludes(outer.pods, inner.pods);
}

/** `app.kubernetes.io/name=api in all namespaces`, for a sentence. */
export function selectionText({ pods, namespaces }: PodSelection): string {
  const own = labelText(pods) || 'all pods';
  if (namespaces === undefined) return own;
  return `${own} of namespaces ${labelText(namespaces) || 'of every name'}`;
}

function labelText(selector: Found): string {
  const labels = Object.entries(objectAt(selector, 'matchLabels')).map(
    ([key, value]) => `${key}=${textOf(value)}`,
  );
  const others = listAt(selector, 'matchExpressions').map((expression) => textAt(expression, 'key'));
  return [...labels, ...others].join(', ');
}

export const labelsOf = (metadata: Found): JsonObject => objectAt(at(metadata, 'labels'));
