import { environmentFaults } from '../../app/src/environment';
import { settingsOf } from '../../app/src/settings';
import { variables } from './support/application-process';

const complete = { ...variables, PORT: '3000' };

test('all that a pod gets is complete', () => {
  expect(environmentFaults('api', complete)).toEqual([]);
});

test.each([
  ['DATABASE_POOL_MAX', '0'],
  ['LOG_LEVEL', 'loud'],
  ['OIDC_ISSUER', 'issuer'],
  ['TENANT_HEADER_ALLOWED', 'yes'],
  ['TENANT_KEY_ARN', 'tenant-key'],
  ['EXPORTS_FOLDER', 'exports'],
  ['ENCRYPTION_KEYS_RETIRED', 'abc'],
  ['LOG_DAYS', '-1'],
])('%s=%s is malformed', (name, value) => {
  expect(
    environmentFaults('api', { ...complete, OIDC_AUDIENCE: 'x', OIDC_ISSUER: 'https://x', [name]: value }),
  ).toEqual([expect.stringContaining(`${name} is malformed`)]);
});

test('an issuer without an audience would take any token of the issuer', () => {
  expect(environmentFaults('api', { ...complete, OIDC_ISSUER: 'https://issuer.example.com' })).toEqual([
    'OIDC_ISSUER is set without OIDC_AUDIENCE; set both or neither',
  ]);
});

test.each(['migrate', 'demo'] as const)('%s needs the database alone', (component) => {
  expect(environmentFaults(component, { DATABASE_URL: complete.DATABASE_URL })).toEqual([]);
});

test('values that may vanish go to the queues’ Redis where it is the only one', () => {
  expect(settingsOf(complete).volatileRedisUrl).toBe(complete.REDIS_URL);
});

test('days of backups are unknown unless all are given', () => {
  const some = { POINT_IN_TIME_DAYS: '7', WEEKLY_BACKUP_DAYS: '90', EXPORT_DAYS: '30' };
  expect(settingsOf({ ...complete, ...some }).backupRetention).toBeNull();
});
