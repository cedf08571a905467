import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PageCommands, pageCommands } from './page-commands';

/** README and all that is under docs/. */
export const documentedPages: readonly string[] = [
  'README.md',
  ...readdirSync('docs', { recursive: true }).map((file) => join('docs', String(file))),
]
  .filter((file) => file.endsWith('.md'))
  .sort();

/** A page about an environment that is yet to be made, which begins as a copy of another. */
const standIns: Readonly<Record<string, readonly [string, string]>> = {
  'docs/new-environment.md': ['staging', 'starter'],
};

/** @param text of the page, with a fault planted in it perhaps */
export function commandsOfPage(page: string, text = readFileSync(page, 'utf8')): PageCommands {
  const [from, to] = standIns[page] ?? [];
  return pageCommands(page, from && to ? text.replaceAll(from, to) : text);
}
