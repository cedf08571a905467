import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { environments } from '../../config/load';
import { documentedPages } from './commands/documented-pages';

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-');

const withoutBlocks = (text: string): string => text.replace(/^\s*```[\s\S]*?^\s*```/gm, '');

function brokenLinks(page: string, text: string): string[] {
  const targets = [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(file)) return true;
      if (anchor === undefined) return false;
      const headings = (withoutBlocks(readFileSync(file, 'utf8')).match(/^#+ .+$/gm) ?? []).map(anchorOf);
      return !headings.includes(anchor);
    })
    .map((target) => `${page} leads to ${target}, which is not there`);
}

/** Fields of an environment that a page names, such as `database.instanceClass`; `*` stands for any key. */
function unknownFields(page: string, text: string): string[] {
  const roots = new Set(Object.values(environments).flatMap(Object.keys));
  const spans = [...withoutBlocks(text).matchAll(/`([a-z]\w*(?:\.(?:\w+|\*))+)`/g)].map(
    ([, span = '']) => span,
  );
  return spans
    .filter((span) => roots.has(span.split('.')[0] ?? '') && !span.endsWith('.ts'))
    .filter((span) => !Object.values(environments).some((environment) => has(environment, span.split('.'))))
    .map((span) => `${page} names the field ${span}, which no environment has`);
}

function has(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (key === '*') return Object.values(value).some((each) => has(each, rest));
  return key in value && has((value as Record<string, unknown>)[key], rest);
}

test.each(documentedPages)('%s leads to pages and sections that are there', (page) => {
  expect(brokenLinks(page, readFileSync(page, 'utf8'))).toEqual([]);
});

/** The rows of the price book have names of the same form. */
const pagesOfPrices = ['docs/cost.md'];

test.each(documentedPages.filter((page) => !pagesOfPrices.includes(page)))(
  '%s names fields that environments have',
  (page) => {
    expect(unknownFields(page, readFileSync(page, 'utf8'))).toEqual([]);
  },
);

test('a link to nowhere, a section that is not there and a misspelt field are found', () => {
  const page = 'docs/operations/scaling.md';
  const text = '[a](../no-such-page.md), [b](README.md#no-such-way), `database.instanceClas`';
  expect(brokenLinks(page, text)).toEqual([
    `${page} leads to ../no-such-page.md, which is not there`,
    `${page} leads to README.md#no-such-way, which is not there`,
  ]);
  expect(unknownFields(page, text)).toEqual([
    `${page} names the field database.instanceClas, which no environment has`,
  ]);
});
