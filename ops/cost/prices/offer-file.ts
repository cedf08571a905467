import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { InputError } from '../../../config/errors';

/** One price of an offer file: its columns by name. */
export type OfferRow = Readonly<Record<string, string>>;

export interface OfferFile {
  /** Day on which AWS published it. */
  readonly publishedOn: string;
  readonly rows: AsyncIterable<OfferRow>;
}

/**
 * A service's prices in one region, from AWS's public price list, a row at a time: the file of EC2 has hundreds of
 * megabytes. https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 * @throws InputError when it cannot be read.
 */
export async function openOfferFile(baseUrl: string, service: string, region: string): Promise<OfferFile> {
  const url = `${baseUrl}/offers/v1.0/aws/${service}/current/${region}/index.csv`;
  const response = await fetch(url).catch((error: unknown) => {
    throw unreachable(url, reasonOf(error));
  });
  if (!response.ok || !response.body) throw unreachable(url, `status ${response.status}`);
  const lines = createInterface({ input: Readable.fromWeb(response.body), crlfDelay: Infinity })[
    Symbol.asyncIterator
  ]();
  const preamble: Record<string, string> = {};
  for (;;) {
    const { value, done } = await nextLine(lines, url);
    if (done) throw unreachable(url, 'a file without prices');
    const cells = csvCells(value);
    if (cells[0] === 'SKU')
      return { publishedOn: publishedOn(preamble, url), rows: rowsOf(lines, cells, url) };
    preamble[cells[0] ?? ''] = cells[1] ?? '';
  }
}

async function* rowsOf(lines: AsyncIterator<string>, header: readonly string[], url: string) {
  for (;;) {
    const { value, done } = await nextLine(lines, url);
    if (done) return;
    const cells = csvCells(value);
    yield Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']));
  }
}

/** A connection that breaks half way is as bad as none. */
async function nextLine(lines: AsyncIterator<string>, url: string): Promise<IteratorResult<string>> {
  try {
    return await lines.next();
  } catch (error) {
    throw unreachable(url, reasonOf(error));
  }
}

function publishedOn({ 'Publication Date': date = '' }: Record<string, string>, url: string): string {
  if (!/^\d{4}-\d{2}-\d{2}T/.test(date)) throw unreachable(url, 'a file without a publication date');
  return date.slice(0, 10);
}

/** Cells in quotation marks, in which two of these stand for one. */
export const csvCells = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}

const unreachable = (url: string, got: string): InputError =>
  new InputError("AWS's price list", [
    {
      field: url,
      got,
      allowed: 'an answer with prices; run this where there is a network (nothing was changed)',
    },
  ]);
