import { type Attacked, judgeAttacks } from '../../../../rehearsal/scenarios/isolation/isolation-attacks';

const sound: Attacked = { attacks: 1000, sawOwn: 200, leaks: 0, firstLeaks: [], byKind: { a: 600, b: 400 } };
const seen: Attacked = { attacks: 5, sawOwn: 0, leaks: 1, firstLeaks: ['a leak'], byKind: { a: 5 } };

test('attacks without a leak are no fault where the planted one is seen', () => {
  const { faults, figures } = judgeAttacks(sound, seen);
  expect([faults, figures.attacks, figures.kinds]).toEqual([[], 1000, 2]);
});

test.each<[string, Attacked, Attacked, readonly string[]]>([
  ['a leak', { ...sound, leaks: 1, firstLeaks: ['a saw b'] }, seen, ['a saw b']],
  [
    'more leaks than are shown',
    { ...sound, leaks: 9, firstLeaks: ['a saw b'] },
    seen,
    ['a saw b', '9 leaks in all'],
  ],
  [
    'an application that does not answer',
    { ...sound, sawOwn: 3 },
    seen,
    ['only 3 of 1000 attacks saw any data: nothing answered'],
  ],
  [
    'a planted leak that nobody sees',
    sound,
    { ...seen, leaks: 0 },
    ['attacks with tokens of their victims were not seen'],
  ],
  ['no attack', { ...sound, attacks: 0, sawOwn: 0 }, seen, ['no attack was made']],
])('%s is a fault', (_, first, planted, faults) => {
  expect(judgeAttacks(first, planted).faults).toEqual(faults);
});
