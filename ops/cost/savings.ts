import { toCents } from './columns';
import type { CostModel } from './cost-model';
import type { PriceBook } from './prices/open-price-book';

/** Less money for the same platform. */
export interface Saving {
  readonly what: string;
  readonly monthlyUsd: number;
  /** What it asks for in return. */
  readonly asks: string;
}

/** What a year's commitment takes off which lines. The floor is bought whatever happens: only that is committed. */
const commitments = [
  {
    what: 'reserved database instance',
    lines: /^rds\.pg\.[a-z0-9.]+$/,
    discountId: 'ri.rds.1y.nu',
    asks: 'a year on this instance family, nothing up front; the size may change within the family',
  },
  {
    what: 'reserved cache nodes',
    lines: /^cache\.valkey\./,
    discountId: 'ri.cache.1y.nu',
    asks: 'a year on this node family, nothing up front; the size may change within the family',
  },
  {
    what: 'compute savings plan for the nodes that always run',
    lines: /^ec2\./,
    discountId: 'sp.compute.1y.nu',
    asks: 'a year of this much compute, nothing up front, of any family and size',
  },
] as const;

/** The largest savings that cost no availability, the largest first; three at most. */
export function safeSavings({ lines }: Pick<CostModel, 'lines'>, book: PriceBook): Saving[] {
  return commitments
    .map(({ what, lines: priceIds, discountId, asks }) => {
      const usd = lines
        .filter(({ priceId, resource }) => priceIds.test(priceId) && !resource.startsWith('RestoreTest'))
        .reduce((sum, { monthlyUsd }) => sum + monthlyUsd.floor, 0);
      return { what, monthlyUsd: toCents(usd * (book.find(discountId)?.usd ?? 0)), asks };
    })
    .filter(({ monthlyUsd }) => monthlyUsd > 0)
    .sort((one, other) => other.monthlyUsd - one.monthlyUsd)
    .slice(0, 3);
}
