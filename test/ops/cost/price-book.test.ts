import { parsePriceBook } from '../../../ops/cost/prices/open-price-book';
import { priceBookData } from './frozen-production';

test('the price book is as its schema says', () => {
  expect(parsePriceBook(priceBookData(), 'price-book.json').prices.length).toBeGreaterThan(100);
});

test('an id that is there twice is refused', () => {
  const file = priceBookData();
  expect(() => parsePriceBook({ ...file, prices: [...file.prices, file.prices[0]] }, 'book')).toThrow(
    'eks.std twice',
  );
});

test('all faults of a price book are told at once', () => {
  const file = priceBookData();
  const [first, second, ...rest] = file.prices;
  const prices = [{ ...first, usd: -1 }, { ...second, as_of: 'undated' }, ...rest];
  expect(() => parsePriceBook({ ...file, prices }, 'book')).toThrow(/prices\[0\]\.usd[^]*prices\[1\]\.as_of/);
});

test("Auto Mode's fee is about an eighth of the instance", () => {
  const { prices } = priceBookData();
  const usd = (id: string): number => prices.find((price) => price.id === id)?.usd ?? NaN;
  const odd = prices
    .filter(({ id }) => id.startsWith('eksauto.'))
    .filter(({ id }) => Math.abs(usd(id) / usd(id.replace('eksauto', 'ec2')) - 0.12) > 0.001);
  expect(odd).toEqual([]);
});

test('Multi-AZ costs twice as much as Single-AZ', () => {
  const { prices } = priceBookData();
  const usd = (id: string): number => prices.find((price) => price.id === id)?.usd ?? NaN;
  const odd = prices
    .filter(({ id }) => id.startsWith('rds.pg.') && id.endsWith('.multi'))
    .filter(({ id }) => Math.abs(usd(id) / usd(id.replace('multi', 'single')) - 2) > 0.01);
  expect(odd).toEqual([]);
});
