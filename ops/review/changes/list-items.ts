import type { Json, JsonObject } from '../change';
import { isLeaf, isObject } from '../intrinsic';
import { canonical } from './canonical';

/** One item on both sides; undefined: not there. */
export interface ItemPair {
  /** Such as `[name=api]` or `[0]`. */
  readonly segment: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Fields that name an item of a list, the surest first. */
const naturalKeys = ['name', 'Name', 'Key', 'key', 'Id', 'id', 'Sid', 'mountPath', 'containerPort', 'host'];

/** Lists of rules: a rule that differs in more than one field is another rule. */
const ruleLists = ['ingress', 'egress', 'from', 'to', 'SecurityGroupIngress', 'SecurityGroupEgress'];

/** Pairs the items of two lists: by what names them, else by content; what is left over in the order of the lists. */
export function pairItems(name: string, before: readonly Json[], after: readonly Json[]): ItemPair[] {
  const key = naturalKeyOf(before, after);
  return key === undefined ? byContent(name, before, after) : byKey(key, before, after);
}

/** The field that names each item of both lists; undefined: none does. */
export const naturalKeyOf = (before: readonly Json[], after: readonly Json[]): string | undefined =>
  naturalKeys.find((candidate) => [before, after].every((items) => names(items, candidate)));

function names(items: readonly Json[], key: string): boolean {
  const values = items.map((item) => (isObject(item) ? item[key] : undefined));
  return (
    values.every((value) => isLeaf(value) && value !== undefined) &&
    new Set(values.map((value) => canonical(value))).size === items.length
  );
}

function byKey(key: string, before: readonly Json[], after: readonly Json[]): ItemPair[] {
  const keyed = (items: readonly Json[]): Map<string, Json> =>
    new Map(items.map((item) => [textOfKey((item as JsonObject)[key]), item]));
  const [old, now] = [keyed(before), keyed(after)];
  return [...new Set([...old.keys(), ...now.keys()])].map((value) => ({
    segment: `[${key}=${value}]`,
    before: old.get(value),
    after: now.get(value),
  }));
}

const textOfKey = (value: Json | undefined): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

function byContent(name: string, before: readonly Json[], after: readonly Json[]): ItemPair[] {
  const [gone, come] = leftOver(before, after);
  const pairs = ruleLists.includes(name)
    ? alikeRules(gone, come)
    : gone.length === come.length
      ? gone.map((old, at) => [old, come[at]!] as const)
      : [];
  const paired = new Set(pairs.flat());
  return [
    ...pairs.map(([old, now]) => ({ segment: `[${now.index}]`, before: old.item, after: now.item })),
    ...gone
      .filter((old) => !paired.has(old))
      .map(({ item, index }) => ({ segment: `[${index}]`, before: item, after: undefined })),
    ...come
      .filter((now) => !paired.has(now))
      .map(({ item, index }) => ({ segment: `[${index}]`, before: undefined, after: item })),
  ];
}

/** Rules of which one field differs, such as the peers of the same ports. */
function alikeRules(gone: readonly Indexed[], come: readonly Indexed[]): (readonly [Indexed, Indexed])[] {
  const left = [...come];
  return gone.flatMap((old) => {
    const now = left.find(({ item }) => isAlike(old.item, item));
    if (!now) return [];
    left.splice(left.indexOf(now), 1);
    return [[old, now] as const];
  });
}

function isAlike(old: Json, now: Json): boolean {
  if (!isObject(old) || !isObject(now)) return false;
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const differing = keys.filter((key) => canonical(old[key], key) !== canonical(now[key], key));
  return keys.length > 1 && differing.length === 1;
}

interface Indexed {
  readonly item: Json;
  readonly index: number;
  readonly text: string;
}

/** Items of each side that the other has not, as often as they are there. */
function leftOver(before: readonly Json[], after: readonly Json[]): [Indexed[], Indexed[]] {
  const indexed = (items: readonly Json[]): Indexed[] =>
    items.map((item, index) => ({ item, index, text: canonical(item) }));
  const come = indexed(after);
  const gone = indexed(before).filter(({ text }) => {
    const at = come.findIndex((other) => other.text === text);
    if (at >= 0) come.splice(at, 1);
    return at < 0;
  });
  return [gone, come];
}
