import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'docs/decisions';
const files = readdirSync(folder)
  .filter((file) => file !== 'README.md')
  .sort();
const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
const title = (file: string): string | undefined => /^# (.+)\n/.exec(text(file))?.[1];

test('README lists every decision under its title, in order', () => {
  const listed = text('README.md').match(/^- .+$/gm);
  expect(listed).toEqual(files.map((file) => `- [${file.slice(0, 4)}](${file}) ${title(file)}`));
});

test('decisions are numbered without a gap', () => {
  const numbers = files.map((file) => /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$/.exec(file)?.[1]);
  expect(numbers).toEqual(files.map((_, index) => String(index + 1).padStart(4, '0')));
});

test.each(files)('%s says what was known, weighed, decided and what follows', (file) => {
  const headings = text(file).match(/^## .+$/gm);
  expect(headings).toEqual(['## Context', '## Positions considered', '## Decision', '## Consequences']);
});

test.each(files)('%s has a date', (file) => {
  expect(text(file)).toMatch(/\n\nDate: \d{4}-\d{2}-\d{2}\n\n/);
});

test.each(files)('%s refers to decisions that exist', (file) => {
  const references = [...text(file).matchAll(/decision (\d{4})/g)].map(([, number]) => number);
  expect(references.filter((number) => !files.some((other) => other.startsWith(`${number}-`)))).toEqual([]);
});
