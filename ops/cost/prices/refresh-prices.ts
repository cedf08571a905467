import { type OfferFile, type OfferRow, openOfferFile } from './offer-file';
import type { Price, PriceBookFile } from './open-price-book';

export const publicPriceListUrl = 'https://pricing.us-east-1.amazonaws.com';

export interface PriceChange {
  readonly id: string;
  readonly fromUsd: number;
  readonly toUsd: number;
}

export interface RefreshedPrices {
  readonly book: PriceBookFile;
  readonly changed: readonly PriceChange[];
  /** Read and found as they were. */
  readonly confirmed: readonly string[];
  /** Not in the price list, or there with several prices: these keep the figure that they had. */
  readonly notFound: readonly string[];
  /** Rows that AWS's price list does not have: spot prices, discounts, what is derived. */
  readonly notOffered: readonly string[];
}

type OfferedPrice = Price & { readonly offer: NonNullable<Price['offer']> };

/** The price book with every row that says where AWS publishes it read anew. @throws InputError without a network. */
export async function refreshPrices(
  book: PriceBookFile,
  baseUrl: string = publicPriceListUrl,
): Promise<RefreshedPrices> {
  const offered = book.prices.filter((price): price is OfferedPrice => price.offer !== undefined);
  const files = new Map<string, OfferedPrice[]>();
  for (const price of offered) {
    const name = `${price.offer.service} ${price.region}`;
    files.set(name, [...(files.get(name) ?? []), price]);
  }
  const read = new Map<string, { readonly usd: number; readonly publishedOn: string }>();
  for (const [name, prices] of files) {
    const [service = '', region = ''] = name.split(' ');
    const file = await openOfferFile(baseUrl, service, region);
    for (const [id, usd] of await pricesIn(file, prices))
      read.set(id, { usd, publishedOn: file.publishedOn });
  }
  const usdOf = ({ id, usd }: Price): number => read.get(id)?.usd ?? usd;
  return {
    book: { ...book, prices: book.prices.map((price) => refreshed(price, read.get(price.id))) },
    changed: offered
      .filter((price) => usdOf(price) !== price.usd)
      .map((price) => ({ id: price.id, fromUsd: price.usd, toUsd: usdOf(price) })),
    confirmed: offered.filter((price) => read.get(price.id)?.usd === price.usd).map(({ id }) => id),
    notFound: offered.filter(({ id }) => !read.has(id)).map(({ id }) => id),
    notOffered: book.prices.filter(({ offer }) => !offer).map(({ id }) => id),
  };
}

function refreshed(price: Price, found: { usd: number; publishedOn: string } | undefined): Price {
  if (!found || !price.offer) return price;
  return {
    ...price,
    usd: found.usd,
    source: `AWS's price list of ${price.offer.service}`,
    as_of: found.publishedOn,
    confidence: 'price-list',
  };
}

/** On-demand prices from the first unit on; what the file has with several prices is left out. */
async function pricesIn({ rows }: OfferFile, prices: readonly OfferedPrice[]): Promise<Map<string, number>> {
  const byUsageType = new Map<string, OfferedPrice[]>();
  for (const price of prices) {
    const { usageType } = price.offer;
    byUsageType.set(usageType, [...(byUsageType.get(usageType) ?? []), price]);
  }
  const found = new Map<string, Set<number>>();
  for await (const row of rows) {
    if (row.TermType !== 'OnDemand' || row.Currency !== 'USD') continue;
    for (const price of byUsageType.get(row.usageType ?? '') ?? []) {
      if (!isPriced(row, price)) continue;
      const usd = Number((Number(row.PricePerUnit) * (price.offer.unitsInPrice ?? 1)).toPrecision(12));
      found.set(price.id, (found.get(price.id) ?? new Set()).add(usd));
    }
  }
  return new Map(
    [...found].flatMap(([id, amounts]) => {
      const [usd] = amounts;
      return amounts.size === 1 && usd !== undefined ? [[id, usd] as const] : [];
    }),
  );
}

const isPriced = (row: OfferRow, { offer }: OfferedPrice): boolean =>
  Number(row.PricePerUnit) > 0 &&
  (row.StartingRange === '0' || row.StartingRange === '') &&
  Object.entries(offer.attributes).every(([column, value]) => row[column] === value);
