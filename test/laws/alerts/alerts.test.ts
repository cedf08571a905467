import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inhibitions } from '../../../charts/monitoring/inhibitions';
import { production } from '../../../config/environments/production';
import { ruleGroups } from '../../../charts/platform';
import { alertCases } from '../../alerts/all-cases';

const alerts = ruleGroups(production).flatMap((group) => group.alerts);
const names = alerts.map(({ name }) => name);

test('no two alerts have one name', () => {
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('each test is of an alert', () => {
  expect(alertCases.map(({ alert }) => alert).filter((name) => !names.includes(name))).toEqual([]);
});

test('only alerts mute and are muted', () => {
  const named = inhibitions.flatMap(({ by, muted }) => [...by, ...muted]);
  expect(named.filter((name) => !names.includes(name))).toEqual([]);
});

test('no alert mutes itself or one that mutes it', () => {
  const pairs = inhibitions.flatMap(({ by, muted }) =>
    by.flatMap((one) => muted.map((other) => `${one} ${other}`)),
  );
  expect(pairs.filter((pair) => pairs.includes(pair.split(' ').reverse().join(' ')))).toEqual([]);
});

test.each(names)('the runbook of %s answers the questions of whom it wakes', (name) => {
  const text = readFileSync(join(__dirname, '../../../docs/runbooks', `${name}.md`), 'utf8');
  expect([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading)).toEqual([
    name,
    'Meaning',
    'First five minutes',
    'Confirm',
    'Fix',
    'Prevent',
  ]);
});
