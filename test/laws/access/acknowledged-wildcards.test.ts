import { synthesizedTree } from '../../support/synthesized';
import { lawfulNames } from '../../support/variants';
import { acknowledgedWildcards } from './acknowledged-wildcards';
import { staleAcknowledgements } from './wildcards';

const trees = lawfulNames.map(synthesizedTree);

test('each acknowledged wildcard is still granted', () => {
  expect(staleAcknowledgements(acknowledgedWildcards, trees)).toEqual([]);
});

test('an acknowledgement that covers nothing is seen', () => {
  const stale = { stack: 'database', idPrefix: 'Gone', actions: ['rds:DeleteDBInstance'], reason: 'a test' };
  expect(staleAcknowledgements([stale], trees)).toEqual([
    'database/Gone: nothing grants rds:DeleteDBInstance on every resource any more',
  ]);
});
