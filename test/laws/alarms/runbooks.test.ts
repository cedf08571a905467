import { synthesizedTree } from '../../support/synthesized';
import { lawfulNames } from '../../support/variants';
import { runbooks } from '../all-laws';
import { orphanedRunbooks } from './alarms';

const trees = lawfulNames.map(synthesizedTree);

test('an alarm or an alert of some environment leads to each runbook', () => {
  expect(orphanedRunbooks(runbooks, trees)).toEqual([]);
});

test('a runbook that nothing leads to is seen', () => {
  expect(orphanedRunbooks(['nobody-comes-here'], trees)).toEqual([
    'docs/runbooks/nobody-comes-here.md: no alarm and no alert leads to it',
  ]);
});
