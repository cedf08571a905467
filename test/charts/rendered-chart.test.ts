import { imageReference } from '../../charts/image-reference';
import { undeployedInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import { environments, loadEnvironment } from '../../config/load';
import { renderedCharts } from '../support/synthesized';

const names = Object.keys(environments);
const charts = renderedCharts('production').filter(({ name }) => name !== 'nodes');

test('the charts come in order of application', () => {
  expect(charts.map(({ name }) => name)).toEqual([
    'namespaces',
    'foundation',
    'pooling',
    'temporal-schema',
    'temporal',
    'temporal-namespace',
    'autoscaling',
    'alerting',
    'metrics',
    'logs',
    'dashboards',
    'migrations',
    'app',
    'ingress',
  ]);
});

test.each(names)('%s renders to the same bytes twice', (name) => {
  const environment = loadEnvironment(name);
  const render = (): string => JSON.stringify(renderCharts(environment, undeployedInputs(environment)));
  expect(render()).toBe(render());
});

test.each(names)('%s names no two objects alike', (name) => {
  const ids = renderedCharts(name).flatMap(({ objects }) =>
    objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('only names of what never changes carry a hash: jobs, the proxy’s configuration', () => {
  const hashed = charts
    .flatMap(({ objects }) => objects.map(({ metadata }) => metadata.name))
    .filter((name) => /-[0-9a-f]{8,}$/.test(name));
  expect(hashed).toEqual([
    expect.stringMatching(/^temporal-schema-/),
    expect.stringMatching(/^temporal-namespace-/),
    expect.stringMatching(/^migration-/),
    expect.stringMatching(/^ingress-/),
  ]);
});

test('no name or label holds a CDK token', () => {
  const environment = loadEnvironment('production');
  const token = '${Token[TOKEN.1]}';
  const inputs = {
    ...undeployedInputs(environment),
    applicationImage: `${token}/app:1`,
    pullThroughHost: token,
    databaseHost: token,
    cacheQueuesHost: token,
  };
  const metadata = JSON.stringify(
    renderCharts(environment, inputs).flatMap(({ objects }) => objects.map((object) => object.metadata)),
  );
  expect(metadata).not.toContain('Token[');
});

describe('third-party images', () => {
  test('come through this account’s cache', () => {
    expect(imageReference('pause', 'cache.example')).toMatch(/^cache\.example\/kubernetes\/pause[:@]/);
  });

  test('come from their own registry where there is no cache', () => {
    expect(imageReference('pause', null)).toMatch(/^registry\.k8s\.io\/pause[:@]/);
  });
});
