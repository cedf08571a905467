import { environmentCharts } from '../../../bin/environment-charts';
import { loadEnvironment } from '../../../config/load';
import { acceptanceFaults } from '../../../verify/rehearsal/acceptance-faults';
import { planted, withField } from '../../../verify/rehearsal/planted-objects';
import { scenarioFaults } from '../../../verify/rehearsal/scenario-faults';

const renderedOf = (environment: 'production' | 'rehearsal') => ({
  environment,
  charts: environmentCharts(loadEnvironment(environment)),
});
const production = renderedOf('production');
const rehearsal = renderedOf('rehearsal');

test.each(acceptanceFaults)('$fault: is planted in production', ({ change, ...place }) => {
  expect(planted(production, place, change)).not.toEqual(production);
});

test.each(scenarioFaults)('$fault: is planted in the rehearsal', ({ plant }) => {
  expect(plant(rehearsal)).not.toEqual(rehearsal);
});

test('a fault in an object that is not there is an error', () => {
  const place = { kind: 'Deployment', name: 'nobody' };
  expect(() => planted(production, place, () => null)).toThrow('production has no Deployment nobody.');
});

test('a fault on a way that is not there is an error', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };
  expect(() => withField(object, 'spec.template.spec', {})).toThrow('ConfigMap has no spec.template.spec.');
});
