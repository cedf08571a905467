import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandFaults, known } from './command-faults';
import { pageCommands } from './page-commands';

const pages = ['README.md', ...readdirSync('docs', { recursive: true }).map((file) => join('docs', String(file)))]
  .filter((file) => file.endsWith('.md'))
  .sort();
/** A page about an environment that is yet to be made, which begins as a copy of another. */
const aliases: Readonly<Record<string, readonly [string, string]>> = {
  'docs/new-environment.md': ['staging', 'starter'],
};
const everything = known();

function faultsOf(page: string, text: string): readonly string[] {
  const [from, to] = aliases[page] ?? ['', ''];
  const { commands, faults } = pageCommands(page, from ? text.replaceAll(from, to) : text);
  return [...faults, ...commands.flatMap((command) => commandFaults(command, everything))];
}

test.each(pages)('the commands of %s exist and name what is there', (page) => {
  expect(faultsOf(page, readFileSync(page, 'utf8'))).toEqual([]);
});
