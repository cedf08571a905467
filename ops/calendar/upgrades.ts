import type { ProductName, SupportedProduct } from '../../config/support-dates';
import type { Calendar, CalendarEntry } from './calendar';
import { upgradeSteps } from './upgrade-steps';

/** How to get from a version that ends to the next one. */
export interface Upgrade {
  readonly product: ProductName;
  readonly title: string;
  readonly from: string;
  /** null: the table holds none that ends later. */
  readonly to: string | null;
  readonly steps: readonly string[];
}

/** Upgrades of all that warns or fails, and of what ends next of the deployed; one a product. */
export function dueUpgrades(
  { entries }: Calendar,
  products: Readonly<Record<ProductName, SupportedProduct>>,
  now: Date,
): Upgrade[] {
  // What ends with another product is upgraded with it.
  const own = entries.filter(
    ({ product, version, ends }) => ends !== null && typeof products[product].pinned[version] === 'string',
  );
  const next = own.find(({ product }) => products[product].deployed);
  const due = own.filter((entry) => entry.state !== 'fine' || entry === next);
  return due.map((entry) => upgradeOf(entry, products[entry.product], now));
}

const leastYearsLeft = 1;

/** The nearest newer version that lasts a year yet, else the nearest. */
function upgradeOf(
  { product, title, version: from }: CalendarEntry,
  { offered }: SupportedProduct,
  now: Date,
): Upgrade {
  const lasting = new Date(now);
  lasting.setUTCFullYear(now.getUTCFullYear() + leastYearsLeft);
  const enough = lasting.toISOString().slice(0, 10);
  const newer = Object.keys(offered)
    .filter((version) => compare(version, from) > 0)
    .sort(compare);
  const to = newer.find((version) => (offered[version] ?? enough) >= enough) ?? newer[0] ?? null;
  return { product, title, from, to, steps: upgradeSteps[product](to ?? 'the next version') };
}

const compare = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });
