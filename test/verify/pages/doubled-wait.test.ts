import { ruleGroups } from '../../../charts/platform';
import { runbookPath } from '../../../config/monitoring';
import { production } from '../../../config/environments/production';
import { judgePages } from '../../../rehearsal/scenarios/monitoring/judge-pages';
import { intervalsOf, renderedPaging } from '../../../verify/pages/adapted-configuration';
import { pageTrials } from '../../../verify/pages/page-trials';
import { durationSeconds, promisedSeconds } from '../../../verify/pages/promised-seconds';
import { seriesName } from '../../../verify/pages/series-notation';
import { alertCases } from '../../alerts/all-cases';

const panel = 'http://localhost:3000/d/infrastructure?viewPanel=panel-1';
const routingKey = 'a'.repeat(32);
const groupWaitSeconds = durationSeconds(renderedPaging(production).route.group_wait);
const { evaluation, scrapeOf } = intervalsOf(production);
const alerts = ruleGroups(production).flatMap((group) => group.alerts);

const shownAtOnce = pageTrials
  .filter(({ shownAfter }) => shownAfter === undefined)
  .map((trial) => ({ ...trial, ...alerts.find(({ name }) => name === trial.alert)! }));

/** Of a fault at 0, with a page after so many seconds. */
const faultsOf = (alert: string, secondsMax: number, seconds: number): readonly string[] =>
  judgePages({
    planted: [{ alert, secondsMax, at: 0 }],
    events: [
      {
        routing_key: routingKey,
        event_action: 'trigger',
        payload: {
          summary: 'something',
          source: 'Alertmanager',
          severity: 'critical',
          custom_details: {
            firing: [{ labels: { alertname: alert }, annotations: { runbook: runbookPath(alert), panel } }],
          },
        },
        links: [{ href: `${panel}&from=1`, text: 'Panel' }],
        at: seconds * 1000,
      },
    ],
    refused: [],
    routingKey,
  }).faults;

test.each(shownAtOnce)(
  'a rule of $name that waits twice as long is seen, even when all else is quick',
  (one) => {
    const { series } = alertCases.filter(({ alert }) => alert === one.alert)[one.test ?? 0]!;
    const scrapes = Object.keys(series).map((text) =>
      durationSeconds(scrapeOf(seriesName(text).labels.job!)),
    );
    const promised = promisedSeconds(one, one, {
      scrapeSeconds: Math.max(...scrapes),
      evaluationSeconds: durationSeconds(evaluation),
      groupWaitSeconds,
    });
    const quickest = (minutes: number): number => minutes * 60 + groupWaitSeconds;
    expect(faultsOf(one.name, promised, quickest(one.forMinutes))).toEqual([]);
    expect(faultsOf(one.name, promised, quickest(2 * one.forMinutes))).toEqual([
      expect.stringMatching(`${one.name} paged after`),
    ]);
  },
);
