import { endOf, type ProductName, type SupportedProduct } from '../../config/support-dates';

/** So many days before the end somebody should plan the upgrade. */
export const warnDays = 120;
/** So many days before the end the build fails. */
export const failDays = 30;
/** Dates move: a table that nobody has looked at for so long is warned of. */
export const tableDays = 120;

export interface CalendarEntry {
  readonly product: ProductName;
  readonly title: string;
  readonly version: string;
  /** The last day of support, `YYYY-MM-DD`; null: none was announced. */
  readonly ends: string | null;
  /** Days to the end, negative after it; null: none was announced. */
  readonly days: number | null;
  /** What is not deployed warns at most. */
  readonly state: 'fails' | 'warns' | 'fine';
  readonly source: string;
}

export interface Calendar {
  /** What the project pins; what ends next comes first, what has no end last. */
  readonly entries: readonly CalendarEntry[];
  /** Days since the table was checked. */
  readonly checkedDaysAgo: number;
}

const dayMs = 86_400_000;
const daysBetween = (from: Date, day: string): number =>
  Math.round(
    (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${from.toISOString().slice(0, 10)}T00:00:00Z`)) / dayMs,
  );

/** Support of everything that is pinned, as of a day. */
export function calendar(
  products: Readonly<Record<ProductName, SupportedProduct>>,
  checked: string,
  now: Date,
): Calendar {
  const entries = (Object.keys(products) as ProductName[]).flatMap((name) => {
    const product = products[name];
    return Object.keys(product.pinned).map((version): CalendarEntry => {
      const ends = endOf(product, version, products);
      const days = ends === null ? null : daysBetween(now, ends);
      const { title, source, deployed } = product;
      return { product: name, title, version, ends, days, state: stateOf(days, deployed), source };
    });
  });
  return {
    entries: entries.sort((one, other) => (one.days ?? Infinity) - (other.days ?? Infinity)),
    checkedDaysAgo: -daysBetween(now, checked),
  };
}

function stateOf(days: number | null, deployed: boolean): CalendarEntry['state'] {
  if (days === null || days > warnDays) return 'fine';
  return deployed && days <= failDays ? 'fails' : 'warns';
}
