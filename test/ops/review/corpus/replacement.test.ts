import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType } from '@aws-cdk/service-spec-types';
import {
  type Assessment,
  type AwsResource,
  type Change,
  type Json,
  type JsonObject,
  type Risk,
  type Side,
  worstOf,
} from '../../../../ops/review/change';
import { nameOf } from '../../../../ops/review/change-names';
import { changesBetween } from '../../../../ops/review/changes/changes';
import { type Assess, review } from '../../../../ops/review/review';
import type { World } from '../../../../ops/review/rules/rule';
import { assess } from '../../../../ops/review/rules/assess';
import { folderSide } from '../../../../ops/review/sides/folder-side';
import { assemblyFolder } from '../../../support/synthesized';
import { resource } from '../plain-sides';

const specification = loadAwsServiceSpecSync();

interface ReplacingProperty {
  readonly type: string;
  readonly name: string;
  readonly values: PropertyType;
}

/** Every property of every type with which CloudFormation makes another resource, always or sometimes. */
const replacingProperties: readonly ReplacingProperty[] = specification
  .all('resource')
  .flatMap(({ cloudFormationType: type, properties }) =>
    Object.entries(properties)
      .filter(([, { causesReplacement }]) => causesReplacement === 'yes' || causesReplacement === 'maybe')
      .map(([name, { type: values }]) => ({ type, name, values })),
  );

/** A resource on both sides with one property that differs. */
type Case = readonly [before: AwsResource, after: AwsResource];

/** Each property alone, with made-up values of its kind. */
const ofEveryType: readonly Case[] = replacingProperties.map(({ type, name, values }) => {
  const id = `${type.replaceAll('::', '')}${name}`;
  const [before, after] = valuesOf(values);
  return [resource('all', id, type, { [name]: before }), resource('all', id, type, { [name]: after })];
});

function valuesOf(kind: PropertyType): readonly [before: Json, after: Json] {
  switch (kind.type) {
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number':
      return [1, 2];
    case 'array': {
      const [before, after] = valuesOf(kind.element);
      return [[before], [after]];
    }
    case 'string':
      return ['10.0.0.0/16', '10.1.0.0/16'];
    default:
      return [{ Name: 'one' }, { Name: 'another' }];
  }
}

/** Each resource of the platform with each such property that it sets changed, among all that it sets besides. */
const ofThePlatform: readonly Case[] = ['production', 'starter', 'everything-on'].flatMap((environment) =>
  folderSide(assemblyFolder(environment)).resources.flatMap((one) => {
    const properties = (one.body.Properties ?? {}) as JsonObject;
    return replacingProperties
      .filter(({ type, name }) => type === one.type && properties[name] !== undefined)
      .map(({ name }): Case => {
        const before = { ...one, logicalId: `${one.logicalId}${name}`, path: `${one.path}/${name}` };
        const changed = { ...properties, [name]: another(properties[name]!) };
        return [before, { ...before, body: { ...before.body, Properties: changed } }];
      });
  }),
);

/** Another value of the same kind; a reference becomes a name. */
function another(value: Json): Json {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return [...value, ...value.slice(0, 1).map(another)];
  return typeof value === 'string' ? `${value}-another` : 'another';
}

const sideOf = (resources: AwsResource[]): Side => ({ name: 'a side', resources, objects: [] });

/** Some cases at a time: the CDK's diff takes time by the square of how many resources are replaced. */
const sidesOf = (cases: readonly Case[]): (readonly [before: Side, after: Side])[] =>
  Array.from({ length: Math.ceil(cases.length / atATime) }, (_, at) => {
    const some = cases.slice(at * atATime, (at + 1) * atATime);
    return [sideOf(some.map(([before]) => before)), sideOf(some.map(([, after]) => after))];
  });
const atATime = 20;

/** Of the rules by themselves, without what the review adds to a replacement that they say nothing of. */
function calledSafe(cases: readonly Case[], changes: readonly Placed[], rules: Assess): string[] {
  const found = new Map<string, Risk>();
  for (const { change, world } of changes) {
    found.set(placeOf(change), worstOf(rules(change, world).map(({ risk }) => risk)));
  }
  return cases.map(([one]) => nameOf(one)).filter((where) => (found.get(where) ?? 'safe') === 'safe');
}

interface Placed {
  readonly change: Change;
  readonly world: World;
}
const changesOf = (cases: readonly Case[]): Placed[] =>
  sidesOf(cases).flatMap(([before, after]) =>
    changesBetween(before, after).map((change) => ({ change, world: { before, after } })),
  );

const placeOf = ({ after, before }: Change): string => nameOf((after ?? before)!);

const careless = (): Assessment[] => [{ risk: 'safe', why: 'Nothing ever happens.' }];

describe.each([
  ['every type of CloudFormation', ofEveryType, 4000],
  ['the platform', ofThePlatform, 900],
])('replacements of %s', (_, cases, atLeast) => {
  const changes = changesOf(cases);

  test(`are more than ${atLeast}`, () => {
    expect(cases.length).toBeGreaterThan(atLeast);
  });

  test('are never called safe where CloudFormation’s metadata implies them', () => {
    expect(calledSafe(cases, changes, assess)).toEqual([]);
  });

  test('are found out where rules call everything safe', () => {
    expect(calledSafe(cases, changes, careless)).toHaveLength(cases.length);
  });

  test('are not safe in a review whose rules call everything safe', () => {
    const [sides] = sidesOf(cases);
    const { changes: reviewed } = review(...sides!, { assess: careless });
    expect(reviewed.filter(({ risk }) => risk === 'safe').map(({ where }) => where)).toEqual([]);
  });
});
