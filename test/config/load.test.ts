import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { InputError } from '../../config/errors';
import { environmentFile, environments, loadEnvironment, parseEnvironment } from '../../config/load';
import { regions } from '../../config/regions';
import { draftOf } from './contradictions/contradiction';
import { today } from './faults-of';

const names = Object.keys(environments);
const loading =
  (name: string, day = today) =>
  () =>
    loadEnvironment(name, day);

test('there are five environments', () => {
  expect(names).toEqual(['production', 'starter', 'demo', 'rehearsal', 'recovery']);
});

test.each(names)('%s is valid', (name) => {
  expect(loadEnvironment(name, today)).toEqual(environments[name]);
});

test.each(names)('%s is in the file that its faults name', (name) => {
  expect(existsSync(join(__dirname, '../..', environmentFile(name)))).toBe(true);
});

test('an unknown environment is refused with the names that there are', () => {
  expect(loading('startr')).toThrow(
    '--environment: environment: got startr; allowed: production, starter, demo, rehearsal, recovery (did you mean starter?)',
  );
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])('%p is no environment', (name) => {
  expect(loading(name)).toThrow(InputError);
});

test('an environment is refused once its Kubernetes version is out of support', () => {
  expect(loading('production', new Date('2027-08-03T00:00:00Z'))).toThrow(
    'config/environments/production.ts: cluster.kubernetesVersion: got 1.36, whose standard support ended on 2027-08-02;',
  );
});

test('a value may take the place of the environment whose name it has', () => {
  expect(parseEnvironment(draftOf('production'), 'x.ts', today).name).toBe('production');
});

test('regions are those that the CDK knows in the partition aws', () => {
  const known = RegionInfo.regions.filter(({ partition }) => partition === 'aws').map(({ name }) => name);
  expect(known).toEqual(regions);
});
