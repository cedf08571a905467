import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Assessment, AwsResource, Json, JsonObject, Side } from '../../../../ops/review/change';
import { type Assess, review } from '../../../../ops/review/review';
import { assess } from '../../../../ops/review/rules/assess';
import { folderSide } from '../../../../ops/review/sides/folder-side';
import { assemblyFolder } from '../../../support/synthesized';

const specification = loadAwsServiceSpecSync();

/** Properties of a type with which CloudFormation always makes another resource. */
function createOnly(type: string): string[] {
  const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', type);
  return Object.entries(resource?.properties ?? {})
    .filter(([, { causesReplacement }]) => causesReplacement === 'yes')
    .map(([name]) => name);
}

interface Case {
  readonly where: string;
  readonly before: AwsResource;
  readonly after: AwsResource;
}

/** Each resource with each create-only property that it sets changed, one at a time. */
const cases: readonly Case[] = ['production', 'starter', 'everything-on'].flatMap((name) =>
  folderSide(assemblyFolder(name)).resources.flatMap((resource) => {
    const properties = (resource.body.Properties ?? {}) as JsonObject;
    return createOnly(resource.type)
      .filter((property) => properties[property] !== undefined)
      .map((property) => ({
        where: `${resource.stack}/${resource.path} ${property}`,
        before: resource,
        after: {
          ...resource,
          body: {
            ...resource.body,
            Properties: { ...properties, [property]: another(properties[property]!) },
          },
        },
      }));
  }),
);

/** Another value of the same kind; a reference becomes a name. */
function another(value: Json): Json {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return [...value, ...value.slice(0, 1).map(another)];
  return typeof value === 'string' ? `${value}-another` : 'another';
}

const side = (resource: AwsResource): Side => ({ name: resource.stack, resources: [resource], objects: [] });

const calledSafe = (rules: Assess): string[] =>
  cases
    .filter(({ before, after }) => review(side(before), side(after), { assess: rules }).verdict === 'safe')
    .map(({ where }) => where);

test('there are create-only properties to change, of many types', () => {
  expect(new Set(cases.map(({ before }) => before.type)).size).toBeGreaterThan(40);
});

test('no replacement that CloudFormation’s metadata implies is called safe', () => {
  expect(calledSafe(assess)).toEqual([]);
});

test('rules that call everything safe are found out', () => {
  const careless = (): Assessment[] => [{ risk: 'safe', why: 'Nothing ever happens.' }];
  expect(calledSafe(careless)).toHaveLength(cases.length);
});
