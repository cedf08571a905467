import {
  connectionArithmetic,
  connectionConsumers,
  connectionSettings,
  connectionsTaken,
  poolerConnections,
} from '../../config/database-connections';
import { loadEnvironment } from '../../config/load';
import { refusalOf } from './faults-of';
import { draftOf } from './contradictions/contradiction';

const sumOf = (name: string) =>
  connectionArithmetic(connectionConsumers(connectionSettings(loadEnvironment(name))));

test('a pooler holds a pool and a reserve for each user of a login, and its lookups', () => {
  expect(poolerConnections({ poolSize: 25, reservePoolSize: 5 })).toBe(2 * (25 + 5) + 2);
});

test('production', () => {
  // Two poolers, one new one, two that still stop; the same for lifecycle; a try of the migration and the one before.
  expect(sumOf('production').text).toBe(
    'pooler 5 x 62 + lifecycle 5 x 4 + migration 2 x 9 + temporal-frontend 5 x 20 + temporal-history 5 x 40 + temporal-matching 5 x 20 + temporal-worker 5 x 10 + temporal-schema 2 x 1 + postgres-exporter 3 x 3 + rotation 5 x 2 + people 1 x 5 = 824',
  );
});

test.each(['production', 'starter', 'demo', 'recovery'])('%s fits its database', (name) => {
  const { database } = loadEnvironment(name);
  expect(sumOf(name).total).toBeLessThanOrEqual(connectionsTaken(database.instanceClass)!);
});

test.each([
  ['t4g.medium', 395],
  ['m7g.xlarge', 1611],
])('%s takes %i connections', (instanceClass, connections) => {
  expect(connectionsTaken(instanceClass)).toBe(connections);
});

test('an image without a part for the life of tenants has no connections for it', () => {
  const settings = connectionSettings(loadEnvironment('production'));
  expect(connectionArithmetic(connectionConsumers({ ...settings, lifecycle: null })).text).not.toContain(
    'lifecycle',
  );
});

test('a database that is too small is refused with the sum', () => {
  const draft = draftOf('starter');
  draft.database.instanceClass = 't4g.small';
  expect(refusalOf(draft)?.faults).toEqual([
    {
      field: 'pooling.poolSize',
      got: '10, and so this many connections at most: pooler 5 x 32 + lifecycle 5 x 4 + migration 2 x 9 + temporal-frontend 3 x 10 + temporal-history 3 x 20 + temporal-matching 3 x 10 + temporal-worker 3 x 6 + temporal-schema 2 x 1 + postgres-exporter 3 x 3 + rotation 5 x 2 + people 1 x 5 = 362',
      allowed: 'at most 192 connections, which is what t4g.small takes',
    },
  ]);
});
