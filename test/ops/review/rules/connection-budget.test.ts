import type { JsonObject, Side } from '../../../../ops/review/change';
import { deployedObject } from '../../../../ops/review/sides/deployed-objects';
import { deployment, kubernetesObject, thing, whys } from './verdict-of';

const maxConnections = (count: number) =>
  thing('AWS::RDS::DBParameterGroup', { Parameters: { max_connections: String(count) } })!;
const side = (limit: number, ...objects: JsonObject[]): Side => ({
  name: 'a side',
  resources: [maxConnections(limit)],
  objects: objects.map((one) => deployedObject('chart', one)),
});
const reading = (name: string, replicas: number): JsonObject =>
  deployment(name, {
    spec: { replicas },
    pod: {
      volumes: [
        { name: 'settings', configMap: { name } },
        { name: 'other', emptyDir: {} },
      ],
    },
  });
const pooler = (poolSize: number): JsonObject =>
  kubernetesObject('ConfigMap', 'pooler', {
    data: {
      'pgbouncer.ini': [
        '[databases]',
        'app = host=primary.internal port=5432 dbname=app',
        'app_reader = host=replica.internal port=5432 dbname=app',
        'lookup = host=primary.internal port=5432 dbname=app pool_size=2 reserve_pool_size=0 max_db_connections=2',
        '[pgbouncer]',
        'max_client_conn = 1000',
        `default_pool_size = ${poolSize}`,
        'reserve_pool_size = 5',
      ].join('\n'),
    },
  });
const history = (maxConns: number): JsonObject =>
  kubernetesObject('ConfigMap', 'history', {
    data: {
      'server.yaml': `datastores:\n  default:\n    sql:\n      maxConns: ${maxConns}\n      maxIdleConns: 1\n  visibility:\n    sql:\n      maxConns: ${maxConns}\n`,
    },
  });

test('a pooler opens what one server gets: its pools, the reserve, and what it looks up', () => {
  // 2 pods x (25 + 5 + 2).
  const of = (limit: number, size: number) => side(limit, pooler(size), reading('pooler', 2));
  expect(whys(of(100, 20), of(63 + 3, 25))).toContain('may open 64 connections, and the database takes 63');
});

test('exactly as many as the database takes are enough', () => {
  const of = (size: number) => side(64 + 3, pooler(size), reading('pooler', 2));
  expect(whys(of(20), of(25))).not.toContain('may open');
});

test('Temporal opens its most for each of two stores', () => {
  // 3 pods x 2 stores x 10.
  const of = (connections: number) => side(62, history(connections), reading('history', 3));
  expect(whys(of(5), of(10))).toContain('may open 60 connections, and the database takes 59');
});

test('more pods of an autoscaler open more', () => {
  const of = (maxReplicas: number) =>
    side(
      103,
      pooler(25),
      reading('pooler', 2),
      kubernetesObject('HorizontalPodAutoscaler', 'pooler', {
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'pooler' }, minReplicas: 2, maxReplicas },
      }),
    );
  expect([whys(of(2), of(3)).includes('may open'), whys(of(3), of(4))]).toEqual([
    false,
    expect.stringContaining('may open 128 connections'),
  ]);
});

test('a budget that was passed before and is no worse is no news', () => {
  const of = (limit: number) => side(limit, pooler(25), reading('pooler', 2));
  expect(whys(of(10), of(20))).not.toContain('may open');
});

test('a ConfigMap of another pod counts for nobody else', () => {
  const of = (size: number) =>
    side(20, pooler(size), deployment('pooler-2', { pod: { volumes: [{ name: 'pooler', emptyDir: {} }] } }));
  expect(whys(of(20), of(40))).not.toContain('may open');
});
