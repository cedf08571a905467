import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'docs/operations';
const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
const runbooks = readdirSync(folder).filter((file) => file !== 'README.md');

/** What somebody at night looks for, in this order; steps may stand under several headings. */
const sections = [
  'When',
  'You need',
  'First five minutes',
  'Steps',
  'It worked when',
  'Undo',
  'Tell customers',
  'Times',
];

test.each(runbooks)('%s says all that somebody at night looks for', (file) => {
  const headings = (text(file).match(/^## .+$/gm) ?? []).map((heading) => heading.slice(3).split(':')[0]);
  expect(headings.filter((heading, at) => heading !== headings[at - 1])).toEqual(sections);
});

test.each(runbooks)('%s says where each of its times comes from', (file) => {
  const [, times = ''] = text(file).split('\n## Times\n');
  const rows = times.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what'));
  const unsourced = rows.filter((row) => (row.split('|')[3] ?? '').trim() === '');
  expect(rows.length).toBeGreaterThan(0);
  expect(unsourced).toEqual([]);
});

test('the list names every runbook once', () => {
  const listed = [...text('README.md').matchAll(/\| \[[^\]]+\]\(([a-z-]+\.md)\)/g)].map(([, file]) => file);
  expect(listed.sort()).toEqual(runbooks.sort());
});
