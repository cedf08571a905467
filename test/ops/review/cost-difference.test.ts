import { production } from '../../../config/environments/production';
import type { JsonObject } from '../../../ops/review/change';
import { costDifference } from '../../../ops/review/cost-difference';
import { resource, sideOfResources } from './plain-sides';

const secrets = (...names: string[]) =>
  sideOfResources('side', ...names.map((name) => resource('e', name, 'AWS::SecretsManager::Secret', {})));
const unpriced = (type: string, properties: JsonObject = {}) =>
  sideOfResources('side', resource('e', 'X', type, properties));

test('one secret more costs its rent and its reads, in three columns', () => {
  expect(costDifference(secrets('A'), secrets('A', 'B'), production)).toMatchObject({
    floor: 0.44,
    typical: 0.44,
    ceiling: 0.47,
  });
});

test('one secret less costs that much less', () => {
  expect(costDifference(secrets('A', 'B'), secrets('A'), production).typical).toBe(-0.44);
});

test('only the lines that differ are told, the largest first', () => {
  expect(costDifference(secrets('A'), secrets('A', 'B'), production).lines).toMatchObject([
    { stack: 'e', resource: 'B', item: 'secret and its replicas', usd: { typical: 0.4 } },
    { stack: 'e', resource: 'B', item: 'reads of the secret', usd: { typical: 0.04 } },
  ]);
});

test('without prices nothing differs', () => {
  expect(costDifference(secrets('A'), secrets('A', 'B'), undefined)).toMatchObject({ typical: 0, lines: [] });
});

test('a resource without a price is a finding', () => {
  expect(costDifference(secrets(), unpriced('AWS::SQS::Queue'), production).findings).toEqual([
    expect.stringContaining('UNPRICED e/X (AWS::SQS::Queue)'),
  ]);
});

test('one that had none before is no finding', () => {
  const queue = unpriced('AWS::SQS::Queue');
  expect(costDifference(queue, queue, production).findings).toEqual([]);
});
