import type { Json, JsonObject } from '../../change';
import { type Found, at, isObject, listAt, same, textOf } from './values';

/** One statement of a policy, with its lists as texts. A form that is not used is empty. */
interface Statement {
  readonly effect: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** NotAction, NotResource, NotPrincipal: compared as a whole. */
  readonly negations: string;
  readonly conditions: JsonObject;
}

/** One right that a policy gives, for a sentence and for judging how far it goes. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
  readonly isConditional: boolean;
}

/** Everything that a policy document allows to whom, as single rights. */
export const grantsOf = (document: Found): readonly Grant[] =>
  statementsOf(document)
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(single)
    .map(asGrant);

/**
 * Rights that one policy document gives and the other does not: new actions, resources or principals, dropped or
 * loosened conditions, and refusals (Deny) that are gone. Wildcards count for what they contain.
 */
export function newGrants(after: Found, before: Found): readonly Grant[] {
  const [now, then] = [statementsOf(after), statementsOf(before)];
  const lost = notIncluded(then, now, 'Deny').map((statement) => ({
    ...asGrant(statement),
    action: `${asGrant(statement).action} (no longer refused)`,
  }));
  return [...notIncluded(now, then, 'Allow').map(asGrant), ...lost];
}

/** Single rights of one effect that no statement of the others includes. */
function notIncluded(
  statements: readonly Statement[],
  others: readonly Statement[],
  effect: string,
): readonly Statement[] {
  const alike = others.filter((other) => other.effect === effect);
  return statements
    .filter((statement) => statement.effect === effect)
    .flatMap(single)
    .filter((statement) => !alike.some((other) => includes(other, statement)));
}

function includes(outer: Statement, inner: Statement): boolean {
  return (
    outer.negations === inner.negations &&
    everyMatches(inner.principals, outer.principals) &&
    everyMatches(inner.actions, outer.actions) &&
    everyMatches(inner.resources, outer.resources) &&
    Object.keys(outer.conditions).every((operator) =>
      isAsStrict(at(inner.conditions, operator), at(outer.conditions, operator)),
    )
  );
}

/** Every key of the outer condition is there, with the same values or fewer of them. */
function isAsStrict(inner: Found, outer: Found): boolean {
  if (!isObject(outer)) return same(inner, outer);
  return Object.entries(outer).every(([key, values]) => {
    const [own, allowed] = [listAt(inner, key).map(textOf), listAt(values).map(textOf)];
    return own.length > 0 && own.every((value) => allowed.includes(value));
  });
}

const everyMatches = (texts: readonly string[], patterns: readonly string[]): boolean =>
  texts.every((text) => patterns.some((pattern) => matches(pattern, text)));

/** Whether all that the text stands for, its own wildcards included, lies in the pattern. */
export function matches(pattern: string, text: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\?/g, '[^*]'))
    .join('.*');
  return new RegExp(`^${source}$`, 's').test(text);
}

/** A statement for each combination of action, resource and principal. */
function single(statement: Statement): Statement[] {
  const each = (items: readonly string[]): readonly string[][] =>
    items.length > 0 ? items.map((item) => [item]) : [[]];
  return each(statement.principals).flatMap((principals) =>
    each(statement.actions).flatMap((actions) =>
      each(statement.resources).map((resources) => ({ ...statement, principals, actions, resources })),
    ),
  );
}

const asGrant = ({ actions, resources, principals, negations, conditions }: Statement): Grant => ({
  action: actions[0] ?? negations,
  resource: resources[0] ?? (negations.includes('NotResource') ? negations : ''),
  principal: principals[0] ?? '',
  isConditional: Object.keys(conditions).length > 0,
});

function statementsOf(document: Found): readonly Statement[] {
  return listAt(parsed(document), 'Statement')
    .filter(isObject)
    .map((statement) => ({
      effect: textOf(statement['Effect'] ?? 'Allow'),
      principals: principalsOf(statement['Principal']),
      // The names of actions are the same in either case.
      actions: listAt(statement, 'Action').map((action) => textOf(action).toLowerCase()),
      resources: listAt(statement, 'Resource').map(textOf),
      negations: ['NotAction', 'NotResource', 'NotPrincipal']
        .filter((key) => statement[key] !== undefined)
        .map((key) => `${key} ${textOf(statement[key])}`)
        .join(' '),
      conditions: isObject(statement['Condition']) ? statement['Condition'] : {},
    }));
}

function principalsOf(principal: Found): readonly string[] {
  if (principal === undefined) return [];
  if (!isObject(principal)) return [textOf(principal)];
  return Object.entries(principal).flatMap(([kind, names]) =>
    // `{ AWS: '*' }` is everyone, as `*` is.
    listAt(names).map((name) => (kind === 'AWS' && name === '*' ? '*' : `${kind}:${textOf(name)}`)),
  );
}

function parsed(document: Found): Found {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document) as Json;
  } catch {
    return undefined;
  }
}
