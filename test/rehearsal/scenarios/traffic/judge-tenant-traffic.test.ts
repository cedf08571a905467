import type { Traffic } from '../../../../rehearsal/scenarios/traffic/steady-requests';
import {
  judgeTenantTraffic,
  type TenantTraffic,
} from '../../../../rehearsal/scenarios/traffic/under-tenant-requests';

const sent = (change: Partial<Traffic> = {}): Traffic => ({
  sent: 100,
  failed: 0,
  retried: 0,
  slowestMilliseconds: 90,
  outage: null,
  reasons: [],
  ...change,
});
const done = { state: 'done', attempts: 1, result: { answer: 'x', calls: 1 }, error: null };
const sound: TenantTraffic = {
  reads: sent(),
  tasks: sent(),
  accepted: [{ id: 'a', at: 1000 }],
  known: new Map([['a', { id: 'a', ...done }]]),
  happening: { figure: 'it happened', figures: {}, faults: [] },
};
const failing = sent({ failed: 2, outage: { from: 10_000, to: 50_000 }, reasons: ['status 502'] });
const interrupted = {
  ...sound.happening,
  interruption: { restoredAt: 30_000, secondsMax: 60 },
};
const faultsOf = (change: Partial<TenantTraffic>): readonly string[] =>
  judgeTenantTraffic({ ...sound, ...change }).faults;

test('requests that are answered and tasks that are done are no fault', () => {
  expect(faultsOf({})).toEqual([]);
});

test('an interruption excuses requests that fail until it is over, and a little longer', () => {
  const { faults, figures } = judgeTenantTraffic({ ...sound, reads: failing, happening: interrupted });
  expect([faults, figures.outageSeconds, figures.secondsAfter]).toEqual([[], 40, 20]);
});

test.each<[string, Partial<TenantTraffic>, string]>([
  ['a request that fails', { reads: failing }, 'a request failed: status 502'],
  ['a task that is not accepted', { tasks: failing }, 'a request failed: status 502'],
  [
    'requests that fail for too long after an interruption',
    {
      reads: failing,
      happening: { ...interrupted, interruption: { restoredAt: 30_000, secondsMax: 10 } },
    },
    'requests failed for 20 s after it was there again: status 502',
  ],
  ['a task that nobody knows any more', { known: new Map() }, '1 accepted tasks are lost'],
  [
    'a task that never ends',
    { known: new Map([['a', { id: 'a', ...done, state: 'queued', result: null }]]) },
    'the task a is queued',
  ],
  ['no task', { accepted: [] }, 'no task was accepted'],
  ['nothing that was asked', { reads: sent({ sent: 0 }), tasks: sent({ sent: 0 }) }, 'nothing was asked'],
  ['what happened itself', { happening: { figure: '', figures: {}, faults: ['late'] } }, 'late'],
])('%s is a fault', (_, change, fault) => {
  expect(faultsOf(change)).toEqual([fault]);
});
