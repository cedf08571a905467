import type { Environment } from '../../../config/schema';
import { type CostInputs, type CostModel, costModel, totalOf } from '../cost-model';
import { CustomerCosts, type CustomerCost } from '../customers/customer-costs';
import { type Limit, limits } from '../customers/limits';
import { customerPricesUsd } from '../customers/plans';
import { gateFindings } from '../gates';
import type { PriceBook } from '../prices/open-price-book';
import { type Saving, safeSavings } from '../savings';
import { assumedUsage } from '../usage/assumed-usage';
import { Load } from '../usage/load';
import type { UsageProfile } from '../usage/usage-profile';

/** Where a price of the product begins to pay. */
export interface BreakEven {
  readonly priceUsd: number;
  /** Fewest customers; null: never. */
  readonly customers: number | null;
  readonly customersWithProviders: number | null;
}

/** Everything that `platform cost` tells. */
export interface CostReport {
  readonly model: CostModel;
  readonly usage: UsageProfile;
  readonly customers: readonly CustomerCost[];
  readonly breakEvens: readonly BreakEven[];
  /** The one that binds first in front. */
  readonly limits: readonly Limit[];
  readonly savings: readonly Saving[];
  /** Part of the typical month whose prices were not read from AWS's list: derived, second-hand or recalled. */
  readonly unconfirmedUsd: number;
  /** Limits of cost that are passed, and what has no price: each fails the build. */
  readonly findings: readonly string[];
}

type Priced = Pick<Environment, 'name' | 'region' | 'cost' | 'deploysTo'>;
type Made = Pick<CostInputs, 'resources' | 'objects'>;

/** A cluster that is no cluster of AWS buys no nodes, load balancers or volumes for its objects. */
const boughtFor = ({ deploysTo }: Priced, made: Made): Made =>
  deploysTo === 'aws' ? made : { resources: [], objects: [] };

/** What is assumed of an environment until its usage is metered. */
export const assumedUsageOf = ({ cost }: Pick<Environment, 'cost'>): UsageProfile => ({
  ...assumedUsage,
  customers: cost.assumedCustomers,
});

/** The model of an environment with what fails a build. */
export function costSummary(
  environment: Priced,
  made: Made,
  usage: UsageProfile,
  book: PriceBook,
): Pick<CostReport, 'model' | 'findings'> {
  const { name, region } = environment;
  const inputs = { ...boughtFor(environment, made), environment: name, region };
  const model = costModel(inputs, new Load(usage), book);
  return {
    model,
    findings: [
      ...model.unpriced.map(
        ({ stack, resource, type, why }) => `UNPRICED ${stack}/${resource} (${type}): ${why}`,
      ),
      ...gateFindings(environment, model),
    ],
  };
}

/** @param customers numbers of customers for the table; none where the environment costs nothing. */
export function costReport(
  environment: Priced,
  made: Made,
  usage: UsageProfile,
  customers: readonly number[],
  book: PriceBook,
): CostReport {
  const { model, findings } = costSummary(environment, made, usage, book);
  const ofEnvironment = {
    ...boughtFor(environment, made),
    environment: environment.name,
    region: environment.region,
  };
  const costs = new CustomerCosts(ofEnvironment, usage, book);
  const isFree = model.lines.length === 0;
  return {
    model,
    usage,
    findings,
    customers: isFree ? [] : customers.map((number) => costs.with(number)),
    breakEvens: isFree
      ? []
      : customerPricesUsd.map((priceUsd) => ({
          priceUsd,
          customers: costs.breakEven(priceUsd, false),
          customersWithProviders: costs.breakEven(priceUsd, true),
        })),
    limits: limits(ofEnvironment, model, usage, book),
    savings: safeSavings(model, book),
    unconfirmedUsd: totalOf(
      model.lines.filter(({ priceId }) => book.find(priceId)?.confidence !== 'price-list'),
    ).typical,
  };
}
