import { ruleGroups } from '../../../charts/platform';
import { production } from '../../../config/environments/production';
import { pageTrials } from '../../../verify/pages/page-trials';
import { durationSeconds, promisedSeconds } from '../../../verify/pages/promised-seconds';
import { alertCases } from '../../alerts/all-cases';

const critical = ruleGroups(production)
  .flatMap(({ alerts }) => alerts)
  .filter(({ severity }) => severity === 'critical');
const pace = { scrapeSeconds: 30, evaluationSeconds: 30, groupWaitSeconds: 15 };

test('each test of an alert that pages is played, once', () => {
  const tests = alertCases
    .filter(({ alert }) => critical.some(({ name }) => name === alert))
    .map(({ alert }, index, all) => ({
      alert,
      test: all.slice(0, index).filter((one) => one.alert === alert).length,
    }));
  const played = pageTrials.map(({ alert, test: which = 0 }) => ({ alert, test: which }));
  const text = (trials: readonly object[]): string[] => trials.map((one) => JSON.stringify(one)).sort();
  expect(text(played)).toEqual(text(tests));
});

test.each(pageTrials)('$alert is said to go wrong within its test, when nothing fires yet', (trial) => {
  const { silentAt, firingAt } = alertCases.filter(({ alert }) => alert === trial.alert)[trial.test ?? 0]!;
  expect(trial.faultAt).toBeGreaterThan(Math.min(...silentAt));
  expect(trial.faultAt).toBeLessThan(firingAt);
});

test('a page is promised after the windows, the wait, and what it takes to see and to tell', () => {
  expect(promisedSeconds({ forMinutes: 2 }, {}, pace)).toBe(225);
  expect(promisedSeconds({ forMinutes: 2 }, { shownAfter: 5 }, pace)).toBe(525);
});

test('a share is shown when so much of the window is faulty that it is over what is tolerated', () => {
  const shown = Object.fromEntries(pageTrials.map(({ alert, shownAfter }) => [alert, shownAfter]));
  expect(shown).toMatchObject({
    ApiErrorsVeryHigh: 5,
    ApiErrorBudgetBurnsFast: 58,
    ApiErrorBudgetBurns: 310,
    AlertsNotDelivered: 5,
  });
});

test('durations are seconds, and others are refused', () => {
  expect(['15s', '2m', '1h'].map(durationSeconds)).toEqual([15, 120, 3600]);
  expect(() => durationSeconds('1h30m')).toThrow('1h30m');
});
