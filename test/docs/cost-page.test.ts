import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { costChart, costFigures, unconfirmedUsd } from './cost-figures';

const root = join(__dirname, '../..');
const file = join(root, 'docs/cost.md');
const chartFile = join(root, 'docs/cost.svg');
const figures = costFigures();
const section = (name: string): RegExp => new RegExp(`(<!-- ${name} -->)([^]*)(<!-- /${name} -->)`);

beforeAll(() => {
  if (!process.env.UPDATE_SNAPSHOTS) return;
  const written = Object.entries(figures).reduce(
    (page, [name, text]) => page.replace(section(name), `$1\n\n${text.replaceAll('$', '$$$$')}\n\n$3`),
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, written);
  writeFileSync(chartFile, costChart());
  // In a process of its own: the formatter is a module that jest does not load.
  execFileSync(join(root, 'node_modules/.bin/prettier'), ['--write', file]);
});

/** Without what the formatter does to lines and tables. */
const plain = (text: string): string =>
  text
    .replace(/^\|[ |:-]+\|$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();

test.each(Object.entries(figures))('the figures of %s are what `platform cost` prints', (name, text) => {
  const [, , found = ''] = section(name).exec(readFileSync(file, 'utf8')) ?? [];
  expect(plain(found)).toBe(plain(text));
});

test('the page says how much rests on prices that were not read from the list', () => {
  expect(plain(readFileSync(file, 'utf8'))).toContain(`typical month $${unconfirmedUsd()} rest on prices`);
});

test('the picture is the one of the figures', () => {
  expect(readFileSync(chartFile, 'utf8')).toBe(costChart());
});
