import type { ReportRow } from '../../../rehearsal/report';
import { chosenScenarios } from '../../../rehearsal/scenarios/all-scenarios';
import { judgeNodes } from '../../../verify/rehearsal/judge-nodes';
import { quickNodeScenarios } from '../../../verify/rehearsal/quick-node-scenarios';

const row = (outcome: ReportRow['outcome']): ReportRow => ({
  name: 'drain',
  outcome,
  figure: 'a figure',
  figures: {},
  faults: outcome === 'failed' ? ['a fault'] : [],
});

test('a row that passed is counted', () => {
  expect(judgeNodes(['drain'], { rows: [row('passed')] })).toMatchObject({ passed: 1, failures: [] });
});

test.each<[string, readonly ReportRow[], string]>([
  ['that failed', [row('failed')], 'drain: a figure; a fault'],
  ['that was skipped', [row('skipped')], 'drain: skipped on a machine that can run it: a figure'],
  ['that nobody played', [], 'drain: not played'],
])('planted fault: one %s is a failure, and no skip', (_, rows, failure) => {
  const result = judgeNodes(['drain'], { rows });
  expect([result.passed, result.failures, result.skipped ?? []]).toEqual([0, [failure], []]);
});

test('what CI plays is proven', () => {
  const proven = chosenScenarios('real', []);
  expect(quickNodeScenarios.filter((scenario) => !proven.includes(scenario))).toEqual([]);
});
