import type { Alert } from '../../charts/alert';
import { mutantsOf } from '../../verify/alerts/mutants';

const alert = (expression: string, forMinutes = 0): Alert => ({
  name: 'Sample',
  severity: 'warning',
  owner: 'platform',
  expression,
  forMinutes,
  summary: 'Sample.',
});
const expressionsOf = (expression: string): string[] =>
  mutantsOf(alert(expression)).map((mutant) => mutant.alert.expression);

test('a threshold is turned round, lowered and raised', () => {
  expect(expressionsOf('a > 10')).toEqual(['a <= 10', 'a > 7', 'a > 13']);
});

test('a further condition is turned round and made always true', () => {
  expect(expressionsOf('a > 10 and b > 0.1').slice(3)).toEqual(['a > 10 and b <= 0.1', 'a > 10 and b > -1']);
});

test('a comparison with zero or for equality is turned round alone', () => {
  expect(expressionsOf('a > 0')).toEqual(['a <= 0']);
  expect(expressionsOf('a == 1')).toEqual(['a != 1']);
});

test('a comparison of two series is turned round', () => {
  expect(expressionsOf('a < b')).toEqual(['a >= b']);
});

test('matchers of labels are left alone', () => {
  expect(expressionsOf('a{b="1",c!="2",d=~"3",e!~"4"}')).toEqual([]);
});

test('the time that it must hold is left out and doubled', () => {
  expect(mutantsOf(alert('a', 5)).map((mutant) => mutant.alert.forMinutes)).toEqual([0, 10]);
});
