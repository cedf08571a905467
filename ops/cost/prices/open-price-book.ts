import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../../config/errors';
import { shapeFaults } from '../../../config/validation/shape-faults';

/** Where AWS's public price list has a row: what `platform cost refresh-prices` looks for. */
const offer = z.strictObject({
  /** Service code of the offer file, such as AmazonRDS. */
  service: z.string().min(1),
  usageType: z.string().min(1),
  /** Further columns of the offer file that must have these values. */
  attributes: z.record(z.string(), z.string()),
  /** How many units of the price list our price is for. Default 1. */
  unitsInPrice: z.number().positive().optional(),
});

const price = z.strictObject({
  id: z.string().min(1),
  item: z.string().min(1),
  unit: z.string().min(1),
  /** US dollars a unit; of a discount, the fraction off. */
  usd: z.number().nonnegative(),
  region: z.string().min(1),
  /** Where the figure was read. */
  source: z.string().min(1),
  /** The day on which it held; of an undated source, the earliest day it can mean. */
  as_of: z.iso.date(),
  /** `price-list`: AWS's own figure; `derived`: computed from such; the other two want another look. */
  confidence: z.enum(['price-list', 'derived', 'secondary', 'unverified']),
  offer: offer.optional(),
});

export const priceBookSchema = z.strictObject({
  currency: z.literal('USD'),
  kind: z.string().min(1),
  hours_per_month: z.number().positive(),
  /** Regions whose prices these are: us-west-2 has those of us-east-1. */
  regions: z.array(z.string().min(1)).min(1),
  prices: z.array(price).min(1),
});

export type Price = Readonly<z.infer<typeof price>>;
export type PriceBookFile = Readonly<z.infer<typeof priceBookSchema>>;

export const priceBookFile = join(__dirname, 'price-book.json');

/** Prices by id. */
export class PriceBook {
  readonly currency: string;
  readonly hoursPerMonth: number;
  private readonly byId: ReadonlyMap<string, Price>;

  constructor(private readonly file: PriceBookFile) {
    this.currency = file.currency;
    this.hoursPerMonth = file.hours_per_month;
    this.byId = new Map(file.prices.map((row) => [row.id, row]));
  }

  /** null: nobody has written it down. */
  find(id: string): Price | null {
    return this.byId.get(id) ?? null;
  }

  covers(region: string): boolean {
    return this.file.regions.includes(region);
  }
}

/** @throws InputError with every fault of the file, also an id that is there twice. */
export function parsePriceBook(value: unknown, source: string): PriceBookFile {
  const shape = shapeFaults(priceBookSchema, value);
  if (shape.length > 0) throw new InputError(source, shape);
  const file = priceBookSchema.parse(value);
  const twice = file.prices.filter(({ id }, index) => file.prices.findIndex((row) => row.id === id) < index);
  if (twice.length > 0) {
    throw new InputError(
      source,
      twice.map(({ id }) => ({ field: 'prices', got: `${id} twice`, allowed: 'each id once' })),
    );
  }
  return file;
}

export const openPriceBook = (file: string = priceBookFile): PriceBook =>
  new PriceBook(parsePriceBook(JSON.parse(readFileSync(file, 'utf8')), file));
