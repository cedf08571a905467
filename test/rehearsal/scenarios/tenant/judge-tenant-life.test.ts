import { judgeTenantLife, type LivedThrough } from '../../../../rehearsal/scenarios/tenant/tenant-life';

const sound: LivedThrough = {
  answer: 'three two one',
  eventsLive: 3,
  eventsLost: 0,
  onboardSeconds: 8,
  uncounted: [],
  exported: { rows: 12, isWhole: true },
  refusalSeconds: 5,
  status: 'leaving',
  graceDays: 30,
};
const faultsOf = (change: Partial<LivedThrough>): readonly string[] =>
  judgeTenantLife({ ...sound, ...change }).faults;

test('a tenant that came, worked and left is no fault', () => {
  expect(faultsOf({})).toEqual([]);
});

test.each<[string, Partial<LivedThrough>, string]>([
  ['a task without a result', { answer: null }, 'the first task has no result'],
  ['a first result after two minutes', { onboardSeconds: 121 }, 'the first result took 121 s'],
  ['a silent socket', { eventsLive: 0 }, 'no event came by the socket'],
  ['a lost event', { eventsLost: 1 }, '1 events are lost'],
  ['usage that nobody counts', { uncounted: ['tasks'] }, 'no tasks are counted'],
  ['an empty export', { exported: { rows: 0, isWhole: true } }, 'the export has no row'],
  [
    'a file that was changed',
    { exported: { rows: 12, isWhole: false } },
    'the files of the export are not those that were announced',
  ],
  ['a tenant that did not leave', { status: 'active' }, 'in the end the tenant is active'],
  ['no days of grace', { graceDays: 0 }, 'the tenant has no days of grace'],
])('%s is a fault', (_, change, fault) => {
  expect(faultsOf(change)).toEqual([fault]);
});
