import { readFileSync, writeFileSync } from 'node:fs';
import { table } from '../../report/table';
import { parsePriceBook, priceBookFile } from './open-price-book';
import { publicPriceListUrl, refreshPrices } from './refresh-prices';

export interface RefreshOutcome {
  readonly text: string;
  readonly data: object;
  /** A row that says where AWS publishes it was not found there. */
  readonly foundSomething: boolean;
}

/** Reads the price book anew and writes it back. @throws InputError, with the file untouched, without a network. */
export async function refreshPriceBook(
  file: string = priceBookFile,
  baseUrl: string = publicPriceListUrl,
): Promise<RefreshOutcome> {
  const book = parsePriceBook(JSON.parse(readFileSync(file, 'utf8')), file);
  const { book: refreshed, ...found } = await refreshPrices(book, baseUrl);
  writeFileSync(file, `${JSON.stringify(refreshed, null, 2)}\n`);
  const { changed, confirmed, notFound, notOffered } = found;
  return {
    text: [
      `${changed.length} prices changed, ${confirmed.length} are as they were, ${notOffered.length} are not in AWS's price list`,
      ...table(changed.map(({ id, fromUsd, toUsd }) => [`  ${id}`, `${fromUsd}`, 'to', `${toUsd}`])),
      ...notFound.map((id) => `  ${id}: not found; look at its offer in price-book.json`),
    ].join('\n'),
    data: found,
    foundSomething: notFound.length > 0,
  };
}
