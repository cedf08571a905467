import { judgeRestore, type Restored } from '../../../../rehearsal/scenarios/restore/judge-restore';

const sound: Restored = {
  before: { tenant_a: 'x', tenant_b: 'y' },
  after: { tenant_a: 'x', tenant_b: 'y', tenant_written: 'z' },
  acknowledged: [
    { id: '1', at: 1_000 },
    { id: '2', at: 2_000 },
    { id: '3', at: 9_000 },
  ],
  surviving: new Set(['1', '2']),
  destroyedAt: 10_000,
  segments: { recoveredTo: 4, newest: 4 },
  seconds: 60,
};
const faultsOf = (change: Partial<Restored>) => judgeRestore({ ...sound, ...change }).faults;

test('the newest writes may be lost, and the age of the data is that of the newest that survived', () => {
  const { faults, figures } = judgeRestore(sound);
  expect([faults, figures.dataAgeSeconds, figures.lost]).toEqual([[], 8, 1]);
});

test.each<[string, Partial<Restored>, string]>([
  [
    'a tenant with other rows',
    { after: { tenant_a: 'x', tenant_b: 'other' } },
    'the rows of tenant_b are not those of before',
  ],
  ['a tenant that is gone', { after: { tenant_a: 'x' } }, 'tenant_b is gone'],
  [
    'a write lost between others',
    { surviving: new Set(['2']) },
    '1 writes are missing between others that survived',
  ],
  ['data older than five minutes', { destroyedAt: 302_001 }, 'the data are 300 s old'],
  ['a restore over half an hour', { seconds: 1801 }, 'it took 1801 s'],
  [
    'a missing segment',
    { segments: { recoveredTo: 3, newest: 5 } },
    'the recovery ended in segment 3 of the log, and the archive has 5: one between is missing',
  ],
  ['no write that survived', { surviving: new Set() }, 'no write survived'],
  ['no tenants', { before: {} }, 'no tenant was compared'],
  ['no writes', { acknowledged: [] }, 'nothing was written'],
])('%s is a fault', (_, change, fault) => {
  expect(faultsOf(change)).toEqual([fault]);
});
