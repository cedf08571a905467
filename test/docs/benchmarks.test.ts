import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageTrials } from '../../verify/pages/page-trials';
import { brokenPromises } from './benchmark-promises';

const page = readFileSync(join(__dirname, '../../docs/benchmarks.md'), 'utf8');

test('the figures of the page keep what it promises', () => {
  expect(brokenPromises(page)).toEqual([]);
});

test.each([
  'a query as a tenant ',
  'a transaction as a tenant ',
  'attacks on the isolation of 200 tenants, 100,000 of them: leaks ',
  'planted faults that the attacks find ',
  'a tenant is provisioned, 1000 being there, p95 ',
  'a migration of 1100 tenants, 5 of them failing: failures named, and others ',
  'the same, its process killed 10 times',
  'one tenant of 1000 ',
  'the same: other tenants with a table that differs ',
  'tasks under load, worker-killed: ',
  'tasks under load, cache-emptied: ',
  'tasks under load, cache-failed-over: ',
  'tasks under load, database-crashed: ',
  ...new Set(pageTrials.map(({ alert }) => `${alert} `)),
])('the page has a promise about %s', (what) => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${what}`)) ?? '';
  expect(row).toMatch(/\|\s*[^|\s][^|]*\|$/);
});

test.each([
  ['a ratio under its bound', /(\| a query as a tenant +\| \d+ +\| )0\.\d\d/, '$10.74'],
  ['a synthesis that takes too long', /1\.75 x/, '2.01 x'],
  ['a leak', /(100,000 of them: leaks +\| )0/, '$11'],
  ['a planted fault that is not found', /(planted faults that the attacks find +\| )\d+/, '$11'],
  ['a slow provisioning', /(p95 +\| )\d+ ms/, '$11001 ms'],
  ['a lost task', /(cache-emptied: 1000 acknowledged; lost, and with two effects +\| )0/, '$11'],
  ['a planted loss that does not show', /(no outbox: .*effects +\| )\d+, and 0/, '$10, and 0'],
  ['a late page', /(\| NodeLost +\| +\| )\d+/, '$11999'],
  ['a fault that nobody is told of', /(\| NodeLost +\| +\| )\d+/, '$1never'],
] as const)('%s is seen', (_what, figure, worse) => {
  const changed = page.replace(figure, worse);
  expect(changed).not.toBe(page);
  expect(brokenPromises(changed)).toHaveLength(1);
});
