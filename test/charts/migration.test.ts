import { undeployedInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import { loadEnvironment } from '../../config/load';
import type { RenderedChart } from '../../charts/rendered-chart';
import { type Json, renderedCharts } from '../support/synthesized';
import { object, ofKind, variablesOf } from './rendered-objects';

const charts = renderedCharts('production');
const migrationIn = (rendered: readonly RenderedChart[]): Json =>
  ofKind(rendered, 'Job').find(({ metadata }) => metadata.name.startsWith('migration-'));
const job = migrationIn(charts);

const jobNameWith = (change: object): string => {
  const environment = loadEnvironment('production');
  const inputs = { ...undeployedInputs(environment), ...change };
  return migrationIn(renderCharts(environment, inputs)).metadata.name;
};

test('the name carries the hash of what runs', () => {
  expect(job.metadata.name).toMatch(/^migration-[0-9a-f]{10}$/);
});

test('the same image keeps the name', () => {
  expect(jobNameWith({})).toBe(job.metadata.name);
});

test('another image gives another name, and so a new run', () => {
  expect(jobNameWith({ applicationImage: 'registry.example/app:2' })).not.toBe(job.metadata.name);
});

test('another database host keeps the name: a restored database brings its schema', () => {
  expect(jobNameWith({ databaseHost: 'restored.example' })).toBe(job.metadata.name);
});

test('it runs before the application', () => {
  const names = charts.map(({ name }) => name);
  expect(names.indexOf('migrations')).toBeLessThan(names.indexOf('app'));
});

test('it gives up after the configured time', () => {
  expect(job.spec.activeDeadlineSeconds).toBe(600);
});

test('it is tried three times more', () => {
  expect(job.spec.backoffLimit).toBe(3);
});

test('a lost node is no failed try', () => {
  expect(job.spec.podFailurePolicy.rules).toEqual([
    { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
  ]);
});

test('a finished one is removed after a day', () => {
  expect(job.spec.ttlSecondsAfterFinished).toBe(86_400);
});

test('it logs in as the migrator', () => {
  const { parameters } = object(charts, 'SecretProviderClass', 'migration').spec;
  expect(JSON.parse(parameters.objects).map((entry: { objectName: string }) => entry.objectName)).toEqual([
    'production/database/migrator',
  ]);
});

test.each(['REDIS_URL', 'ENCRYPTION_KEY'])('it has no %s', (name) => {
  expect(variablesOf(job.spec.template)).not.toHaveProperty(name);
});

test('a drain waits for it', () => {
  expect(object(charts, 'PodDisruptionBudget', 'migration').spec.minAvailable).toBe(1);
});
