import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvCells } from '../../../ops/cost/prices/offer-file';
import { parsePriceBook } from '../../../ops/cost/prices/open-price-book';
import { refreshPriceBook } from '../../../ops/cost/prices/refresh-price-book';
import { refreshPrices } from '../../../ops/cost/prices/refresh-prices';
import { priceBookData } from './frozen-production';

const preamble = [
  '"FormatVersion","v1.0"',
  '"Disclaimer","This pricing list is for informational purposes only, and ""as is""."',
  '"Publication Date","2026-12-01T17:07:46Z"',
  '"Version","20261201170746"',
  '"OfferCode","AmazonRDS"',
];
const header =
  '"SKU","OfferTermCode","RateCode","TermType","PriceDescription","EffectiveDate","StartingRange","EndingRange","Unit","PricePerUnit","Currency","Database Engine","usageType"';
const row = (usageType: string, usd: string, { term = 'OnDemand', from = '0', engine = 'PostgreSQL' } = {}) =>
  `"S","T","R","${term}","$${usd} per hour, or part","2026-12-01","${from}","Inf","Hrs","${usd}","USD","${engine}","${usageType}"`;

const multi = 'Multi-AZUsage:db.m7g.xlarge';
const files: Record<string, string> = {};
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const path = '/offers/v1.0/aws/AmazonRDS/current/us-east-1/index.csv';
const serve = (...rows: readonly string[]): void => {
  files[path] = [...preamble, header, ...rows].join('\r\n');
};

/** A book of one class, and of a row that AWS does not publish. */
const book = () => {
  const file = priceBookData();
  return {
    ...file,
    prices: file.prices.filter(({ id }) => ['rds.pg.m7g.xlarge.multi', 'spot.m7g.large'].includes(id)),
  };
};

test('a price that changed is read with its day and its source', async () => {
  serve(row(multi, '0.7000000000'));
  const { book: refreshed, changed } = await refreshPrices(book(), url);
  expect([changed, refreshed.prices.find(({ id }) => id.startsWith('rds'))]).toMatchObject([
    [{ id: 'rds.pg.m7g.xlarge.multi', fromUsd: 0.674, toUsd: 0.7 }],
    { usd: 0.7, as_of: '2026-12-01', confidence: 'price-list', source: "AWS's price list of AmazonRDS" },
  ]);
});

test('a price that is as it was is confirmed', async () => {
  serve(row(multi, '0.6740000000'));
  expect((await refreshPrices(book(), url)).confirmed).toEqual(['rds.pg.m7g.xlarge.multi']);
});

test.each([
  ['reserved', row(multi, '0.5', { term: 'Reserved' })],
  ['of a later tier', row(multi, '0.5', { from: '100' })],
  ['of another engine', row(multi, '0.5', { engine: 'MySQL' })],
  ['of another class', row('Multi-AZUsage:db.m7g.large', '0.5')],
])('a price %s does not count', async (_, other) => {
  serve(other);
  expect((await refreshPrices(book(), url)).notFound).toEqual(['rds.pg.m7g.xlarge.multi']);
});

test('of two prices neither is taken', async () => {
  serve(row(multi, '0.5'), row(multi, '0.6'));
  expect((await refreshPrices(book(), url)).notFound).toEqual(['rds.pg.m7g.xlarge.multi']);
});

test('rows that AWS does not publish stay as they are', async () => {
  serve(row(multi, '0.7'));
  const { book: refreshed, notOffered } = await refreshPrices(book(), url);
  const spot = (prices: readonly { id: string }[]) => prices.find(({ id }) => id === 'spot.m7g.large');
  expect([notOffered, spot(refreshed.prices)]).toEqual([['spot.m7g.large'], spot(book().prices)]);
});

test('a price for a thousand is read for one', async () => {
  const file = priceBookData();
  files['/offers/v1.0/aws/AmazonS3/current/us-east-1/index.csv'] = [
    ...preamble,
    header,
    row('Requests-Tier1', '0.0000050000', { engine: '' }),
  ].join('\n');
  const requests = { ...file, prices: file.prices.filter(({ id }) => id === 's3.put1k') };
  expect((await refreshPrices(requests, url)).confirmed).toEqual(['s3.put1k']);
});

function bookFile(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'prices-')), 'price-book.json');
  writeFileSync(file, JSON.stringify(book()));
  return file;
}

test('the file is written and is a price book', async () => {
  serve(row(multi, '0.7'));
  const file = bookFile();
  await refreshPriceBook(file, url);
  expect(
    parsePriceBook(JSON.parse(readFileSync(file, 'utf8')), file)
      .prices.map(({ usd }) => usd)
      .sort(),
  ).toEqual([0.02938, 0.7]);
});

test('a row that is not found is a finding', async () => {
  serve();
  expect((await refreshPriceBook(bookFile(), url)).foundSomething).toBe(true);
});

/** Of a server that has just stopped. */
async function closedUrl(): Promise<string> {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  return `http://127.0.0.1:${port}`;
}

test.each([
  ['nobody answers', closedUrl, 'ECONNREFUSED'],
  ['there is no such file', () => url, 'status 404'],
])('where %s, one sentence says so and the file stays', async (_, base, reason) => {
  delete files[path];
  const file = bookFile();
  const before = readFileSync(file, 'utf8');
  const message = await refreshPriceBook(file, await base()).catch((error: Error) => error.message);
  expect([
    String(message).split('\n').length,
    String(message).includes(reason),
    readFileSync(file, 'utf8'),
  ]).toEqual([1, true, before]);
});

test.each([
  ['without prices', preamble.join('\n')],
  ['that is a web page', '<html></html>'],
])('a file %s is refused', async (_, text) => {
  files[path] = text;
  await expect(refreshPrices(book(), url)).rejects.toThrow('a file without prices');
});

test('cells have commas and quotation marks in them', () => {
  expect(csvCells('"a,b","c ""d""",,"e"')).toEqual(['a,b', 'c "d"', '', 'e']);
});
