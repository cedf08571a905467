import { toCents } from '../columns';
import { type CostInputs, costModel } from '../cost-model';
import type { PriceBook } from '../prices/open-price-book';
import { loadOf } from '../usage/load';
import type { UsageProfile } from '../usage/usage-profile';
import { type CustomerPriceUsd, customerPricesUsd, plannedUsd } from './plans';

type ByPrice<T> = Readonly<Record<CustomerPriceUsd, T>>;

/** A typical month with a number of customers. */
export interface CustomerCost {
  readonly customers: number;
  /** AWS, whole dollars. */
  readonly monthlyUsd: number;
  /** To the cent. */
  readonly perCustomerUsd: number;
  /** Model providers, not in `monthlyUsd`. */
  readonly providerUsd: number;
  /** Of the price, after AWS; whole percents. */
  readonly marginPercent: ByPrice<number>;
  /** After AWS and model providers. */
  readonly marginAfterProvidersPercent: ByPrice<number>;
  /** null: nothing was planned for this number. */
  readonly plannedUsd: number | null;
}

/** What an environment costs with any number of customers; sizes grow where the config's are too small. */
export class CustomerCosts {
  private readonly known = new Map<number, number>();

  constructor(
    private readonly inputs: CostInputs,
    private readonly profile: UsageProfile,
    private readonly book: PriceBook,
  ) {}

  /** AWS a month, to the cent. */
  monthlyUsd(customers: number): number {
    const load = loadOf(this.profile, customers);
    const usd =
      this.known.get(customers) ?? costModel(this.inputs, load, this.book, { grows: true }).totals.typical;
    this.known.set(customers, usd);
    return usd;
  }

  with(customers: number): CustomerCost {
    const usd = this.monthlyUsd(customers);
    const providerUsd = this.providerUsd(customers);
    const margin = (spentUsd: number) =>
      byPrice((price) => Math.round((1 - spentUsd / (customers * price)) * 100));
    return {
      customers,
      monthlyUsd: Math.round(usd),
      perCustomerUsd: toCents(usd / customers),
      providerUsd: Math.round(providerUsd),
      marginPercent: margin(usd),
      marginAfterProvidersPercent: margin(usd + providerUsd),
      plannedUsd: plannedUsd[customers] ?? null,
    };
  }

  /** The fewest customers whose price pays for everything; null: no number up to a million does. */
  breakEven(priceUsd: number, withProviders: boolean): number | null {
    const pays = (customers: number): boolean =>
      customers * priceUsd >= this.monthlyUsd(customers) + (withProviders ? this.providerUsd(customers) : 0);
    let enough = 1;
    while (!pays(enough)) {
      enough *= 2;
      if (enough > 1_000_000) return null;
    }
    let tooFew = Math.floor(enough / 2);
    while (enough - tooFew > 1) {
      const between = Math.floor((enough + tooFew) / 2);
      if (pays(between)) enough = between;
      else tooFew = between;
    }
    return enough;
  }

  private providerUsd(customers: number): number {
    return loadOf(this.profile, customers).providerUsd().typical;
  }
}

const byPrice = <T>(of: (price: number) => T): ByPrice<T> =>
  Object.fromEntries(customerPricesUsd.map((price) => [price, of(price)])) as unknown as ByPrice<T>;
