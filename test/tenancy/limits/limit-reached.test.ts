import { problemFor } from '../../../tenancy/http/problem';
import { LimitReached } from '../../../tenancy/limits/limit-reached';

const reached = (retryAfterSeconds: number) =>
  new LimitReached('The tenant may have 5 agents.', { limit: 'agents', retryAfterSeconds, quota: 5 });

test.each([
  [0, 1],
  [0.2, 1],
  [1.2, 2],
  [60, 60],
])('waiting %d s is told as %d whole seconds', (given, told) => {
  expect(reached(given).retryAfterSeconds).toBe(told);
});

test('its answer names the limit, as the draft of the RateLimit fields has it', () => {
  expect(problemFor(reached(60))).toEqual({
    type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
    title: 'Limit reached',
    status: 429,
    code: 'limit-reached',
    detail: 'The tenant may have 5 agents.',
    'violated-policies': ['agents'],
  });
});
