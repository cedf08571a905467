import { judgePages } from '../../../../rehearsal/scenarios/monitoring/judge-pages';
import type { PageEvent } from '../../../../servers/pagerduty/pager-duty';

const routingKey = 'a'.repeat(32);
const planted = [
  { alert: 'DatabaseUnreachable', secondsMax: 225, at: 0 },
  { alert: 'PodsCrashing', secondsMax: 105, at: 1000 },
];
const panel = 'http://localhost:3000/d/infrastructure?viewPanel=panel-1';
/** As Alertmanager 0.34 sends it. */
const page = (
  alerts: readonly string[],
  seconds: number,
  runbook = 'docs/runbooks',
  linked = panel,
): PageEvent => ({
  routing_key: routingKey,
  event_action: 'trigger',
  dedup_key: alerts.join(),
  payload: {
    summary: 'rehearsal: something',
    source: 'Alertmanager rehearsal',
    severity: 'critical',
    custom_details: {
      firing: alerts.map((alertname) => ({
        labels: { alertname, severity: 'critical' },
        annotations: { runbook: `${runbook}/${alertname}.md`, panel },
      })),
    },
  },
  links: [{ href: `${linked}&from=1&to=now`, text: 'Panel' }],
  at: seconds * 1000,
});
const good = [page(['DatabaseUnreachable'], 170), page(['PodsCrashing'], 60)];
const judge = (events: readonly PageEvent[], refused: readonly string[] = []) =>
  judgePages({ planted, events, refused, routingKey });

test('one page for each fault, in time and with its runbook, is well', () => {
  const { faults, figures } = judge(good);
  expect(faults).toEqual([]);
  expect(figures).toEqual({
    secondsToDatabaseUnreachable: 170,
    secondsToPodsCrashing: 59,
    otherAlertsPaged: 0,
  });
});

test('what is resolved afterwards is no page', () => {
  const resolved = { ...page(['ApiErrorsHigh'], 300), event_action: 'resolve' } as const;
  expect(judge([...good, resolved]).faults).toEqual([]);
});

test('a warning is told in working hours, and is no page', () => {
  const warning = page(['NodeDiskHigh'], 200);
  const told = { ...warning, payload: { ...warning.payload!, severity: 'warning' } };
  expect(judge([...good, told]).faults).toEqual([]);
});

test.each([
  ['nobody is told', good.slice(1), 'DatabaseUnreachable did not page'],
  [
    'somebody is told late',
    [page(['DatabaseUnreachable'], 400), good[1]!],
    'DatabaseUnreachable paged after 400 s',
  ],
  [
    'a consequence pages besides',
    [...good, page(['ApiErrorsVeryHigh'], 180)],
    'ApiErrorsVeryHigh paged besides',
  ],
  [
    'a consequence comes with the page of its cause',
    [page(['DatabaseUnreachable', 'TasksFailing'], 170), good[1]!],
    'TasksFailing paged besides',
  ],
])('when %s, it is red', (_, events, fault) => {
  expect(judge(events).faults).toEqual([fault]);
});

test('a page without the runbook is a fault', () => {
  expect(judge([good[0]!, page(['PodsCrashing'], 60, 'docs/elsewhere')]).faults).toEqual([
    'the page of PodsCrashing names no runbook',
  ]);
});

test('a page that leads to no panel is a fault', () => {
  const { links: _, ...bare } = good[1]!;
  expect(judge([good[0]!, bare]).faults).toEqual(['the page of PodsCrashing leads to no panel']);
});

test('a page that leads to the panel of something else is a fault', () => {
  const elsewhere = page(['PodsCrashing'], 60, 'docs/runbooks', panel.replace('panel-1', 'panel-12'));
  expect(judge([good[0]!, elsewhere]).faults).toEqual(['the page of PodsCrashing leads to no panel']);
});

test('an event with another key than the secret’s is a fault', () => {
  expect(judge([good[0]!, { ...good[1]!, routing_key: 'b'.repeat(32) }]).faults).toEqual([
    'an event has another routing key than the secret',
  ]);
});

test('an event that PagerDuty refuses is a fault', () => {
  expect(judge(good, ["'routing_key' must be 32 characters"]).faults).toEqual([
    "PagerDuty refused an event: 'routing_key' must be 32 characters",
  ]);
});
