import { providerBusy, secondsFromRetryAfter } from '../../../tenancy/limits/provider-busy';

const now = new Date('2026-11-24T10:00:00Z');

test.each([
  ['120', 120],
  [' 7 ', 7],
  ['0', 0],
  ['Tue, 24 Nov 2026 10:01:30 GMT', 90],
  ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('Retry-After %j is %j seconds', (field, seconds) => {
  expect(secondsFromRetryAfter(field, now)).toBe(seconds);
});

test.each([429, 503, 529])('an answer %i says that the provider is busy, and for how long', (status) => {
  const busy = providerBusy('openai', { status, headers: new Headers({ 'retry-after': '30' }) });
  expect(busy).toMatchObject({ provider: 'openai', retryAfterSeconds: 30 });
});

test.each([200, 400, 401, 500])('an answer %i is not about being busy', (status) => {
  expect(providerBusy('openai', { status, headers: new Headers() })).toBeUndefined();
});
