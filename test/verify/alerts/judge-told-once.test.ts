import type { PageEvent } from '../../../servers/pagerduty/pager-duty';
import { judgeToldOnce } from '../../../verify/alerts/judge-told-once';

const event = (...alerts: readonly string[]): PageEvent => ({
  routing_key: 'a'.repeat(32),
  event_action: 'trigger',
  payload: {
    summary: 'something',
    source: 'Alertmanager',
    severity: 'critical',
    custom_details: { firing: alerts.map((alertname) => ({ labels: { alertname }, annotations: {} })) },
  },
  at: 0,
});
const wanted = ['NodeLost', 'TasksWaitLong'];
const good = wanted.map((name) => event(name));

test('one event for each is well', () => {
  expect(judgeToldOnce(wanted, good)).toEqual([]);
});

test.each([
  ['nobody is told', good.slice(1), 'NodeLost was told 0 times'],
  ['two are told', [...good, event('NodeLost')], 'NodeLost was told 2 times'],
  ['a consequence is told', [...good, event('PoolerDown')], 'PoolerDown was told besides'],
  [
    'a consequence is told with its cause',
    [event('NodeLost', 'PoolerDown'), good[1]!],
    'PoolerDown was told besides',
  ],
])('when %s, it is red', (_, events, fault) => {
  expect(judgeToldOnce(wanted, events)).toEqual([fault]);
});
