import type { AwsResource, Json } from '../change';
import { intrinsicOf, isObject } from '../intrinsic';
import { canonical } from './canonical';

/** A resource with its resolved and quiet body. */
export interface Located {
  readonly resource: AwsResource;
  readonly key: string;
  readonly body: Json;
}

export interface Moves {
  readonly moved: readonly (readonly [before: Located, after: Located])[];
  readonly removed: readonly Located[];
  readonly added: readonly Located[];
}

/** Finds among what is gone and what is new the same construct under another id, then the same content elsewhere. */
export function movesOf(gone: readonly Located[], come: readonly Located[]): Moves {
  const byPath = pairBy(gone, come, ({ resource }) => [resource.stack, resource.path, resource.type].join());
  const typeOf = typesByKey(gone, come);
  const byContent = pairBy(
    byPath.removed,
    byPath.added,
    ({ resource, body }) => `${resource.type} ${canonical(withTypes(body, typeOf))}`,
  );
  return { ...byContent, moved: [...byPath.moved, ...byContent.moved] };
}

function pairBy(gone: readonly Located[], come: readonly Located[], textOf: (one: Located) => string): Moves {
  const waiting = new Map<string, Located[]>();
  for (const one of come) waiting.set(textOf(one), [...(waiting.get(textOf(one)) ?? []), one]);
  const moved: (readonly [Located, Located])[] = [];
  const removed = gone.filter((one) => {
    const partner = waiting.get(textOf(one))?.shift();
    if (partner) moved.push([one, partner]);
    return !partner;
  });
  const partners = new Set(moved.map(([, partner]) => partner));
  return { moved, removed, added: come.filter((one) => !partners.has(one)) };
}

const typesByKey = (...sides: readonly (readonly Located[])[]): ReadonlyMap<string, string> =>
  new Map(sides.flat().map(({ key, resource }) => [key, resource.type]));

/** With the type in the place of a resource that is gone or new: its neighbours may have moved with it. */
function withTypes(value: Json | undefined, typeOf: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withTypes(item, typeOf));
  if (!isObject(value)) return value ?? null;
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name === 'Ref') {
    const id = String(intrinsic.argument);
    return { Ref: typeOf.get(id) ?? id };
  }
  if (intrinsic?.name === 'Fn::GetAtt' && Array.isArray(intrinsic.argument)) {
    const [id, ...rest] = intrinsic.argument;
    return { 'Fn::GetAtt': [typeOf.get(String(id)) ?? String(id), ...rest] };
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withTypes(inner, typeOf)]));
}
