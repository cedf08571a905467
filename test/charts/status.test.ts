import { statusPage, statusRules } from '../../charts/monitoring/status';
import { ruleGroups } from '../../charts/platform';
import { production } from '../../config/environments/production';
import { statusComponents } from '../../config/status';

const alerts = ruleGroups(production).flatMap((group) => group.alerts);
const named = new Set(statusComponents.flatMap((component) => component.alerts));

test('every alert that tells the status exists', () => {
  expect([...named].filter((name) => !alerts.some((alert) => alert.name === name))).toEqual([]);
});

/** Critical ones that customers do not feel yet, or that another one tells as soon as they do. */
const notFelt = [
  'AlertsDropped',
  'AlertsNotDelivered',
  'CertificateAboutToExpire',
  'NodeLost',
  'PodsCrashing',
  'PoolerClientsWaitLong',
  'RulesFailing',
  'VolumeNearlyFull',
  'WorkloadUnavailable',
];

test('a critical alert is part of the status, or known not to be felt', () => {
  const critical = alerts.filter(({ severity }) => severity === 'critical').map(({ name }) => name);
  expect(critical.filter((name) => !named.has(name) && !notFelt.includes(name))).toEqual([]);
});

test('the status is one series for each part', () => {
  const [recording] = statusRules(production).recordings;
  for (const { name } of statusComponents)
    expect(recording?.expression).toContain(`"status_component", "${name}"`);
});

test('the page takes nothing from who asks', () => {
  expect(statusPage()).not.toMatch(/\.(Params|RawParams|Path)|\$(params|rawParams|path)/);
});
