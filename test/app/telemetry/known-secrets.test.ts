import { knownSecrets } from '../../../app/src/telemetry/known-secrets';

test('passwords in URLs, decoded', () => {
  expect(knownSecrets({ DATABASE_URL: 'postgresql://app:pa%2Fss@host/app' })).toEqual(['pa/ss']);
});

test.each(['DATABASE_PASSWORD', 'ENCRYPTION_KEY', 'STRIPE_SECRET', 'API_TOKEN'])('%s', (name) => {
  expect(knownSecrets({ [name]: 'value' })).toEqual(['value']);
});

test('each retired key', () => {
  expect(knownSecrets({ ENCRYPTION_KEYS_RETIRED: 'one,two' })).toEqual(['one', 'two']);
});

test('nothing else', () => {
  expect(knownSecrets({ PORT: '3000', CLIENT_URL: 'https://app.example.com', PATH: '/bin' })).toEqual([]);
});
