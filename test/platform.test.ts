import { stackNouns } from './support/synthesized';

test('production has its stacks', () => {
  expect(stackNouns('production')).toContain('database');
});
