import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'docs/operations';
const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
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

function sectionsOf(text: string): string[] {
  const headings = (text.match(/^## .+$/gm) ?? []).map((heading) => heading.slice(3).replace(/:.+/, ''));
  return headings.filter((heading, at) => heading !== headings[at - 1]);
}

/** Rows of the table of times; the third column says who measured or promised. */
function timesOf(text: string): { readonly what: string; readonly source: string }[] {
  const [, times = ''] = text.split('\n## Times\n');
  return times
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| what'))
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .map(([, what = '', , source = '']) => ({ what, source }));
}

const unsourced = (text: string): string[] =>
  timesOf(text)
    .filter(({ source }) => source === '')
    .map(({ what }) => what);

test.each(runbooks)('%s says all that somebody at night looks for', (file) => {
  expect(sectionsOf(textOf(file))).toEqual(sections);
});

test.each(runbooks)('%s says where each of its times comes from', (file) => {
  expect(timesOf(textOf(file))).not.toEqual([]);
  expect(unsourced(textOf(file))).toEqual([]);
});

test('a runbook without a way back, and a time without a source, are found', () => {
  const text = textOf('scaling.md').replace('## Undo\n', '').replace('| estimate; online', '|');
  expect(sectionsOf(text)).toEqual(sections.filter((section) => section !== 'Undo'));
  expect(unsourced(text)).toEqual(['cache node type']);
});

test('the list names every runbook once', () => {
  const listed = [...textOf('README.md').matchAll(/\| \[[^\]]+\]\(([a-z-]+\.md)\)/g)].map(([, file]) => file);
  expect(listed.sort()).toEqual(runbooks.sort());
});
