import type { CostedResource } from './assembly/costed-stacks';
import { type Columns, columns, sumOf, toCents } from './columns';
import type { Charge, CostLine, FreeResource, Unpriced } from './cost-line';
import { clusterCosts } from './nodes/cluster-costs';
import type { CostedObject } from './nodes/kubernetes-shapes';
import type { PriceBook } from './prices/open-price-book';
import { freeTypes } from './resources/free-types';
import { pricedTypes } from './resources/priced-types';
import { type CostWorld, UnknownCost } from './resources/resource-rule';
import type { Load } from './usage/load';

/** What an environment turned into, as data. */
export interface CostInputs {
  readonly environment: string;
  readonly region: string;
  readonly resources: readonly CostedResource[];
  readonly objects: readonly CostedObject[];
}

/** A month of an environment in US dollars, list price. */
export interface CostModel {
  readonly environment: string;
  readonly lines: readonly CostLine[];
  readonly unpriced: readonly Unpriced[];
  readonly free: readonly FreeResource[];
  /** Sums of the lines, to the cent. */
  readonly totals: Columns;
  /** Paid to model providers: in no total. */
  readonly providerUsd: Columns;
  /** The oldest and the newest day of the prices that were used; null without lines. */
  readonly pricedAsOf: { readonly oldest: string; readonly newest: string } | null;
}

interface Charged {
  readonly stack: string;
  readonly region: string;
  readonly resource: string;
  readonly type: string;
  readonly charges: readonly Charge[] | UnknownCost;
}

/** Prices every resource of the assembly and every object that makes the cluster buy something. */
export function costModel(
  { environment, region, resources, objects }: CostInputs,
  load: Load,
  book: PriceBook,
  { grows = false }: { readonly grows?: boolean } = {},
): CostModel {
  const world: CostWorld = { resources, load, hoursPerMonth: book.hoursPerMonth, grows };
  const ofCluster = { stack: `${environment}-workloads`, region };
  const charged: Charged[] = [
    ...resources.flatMap((resource) => chargedResource(resource, world)),
    ...clusterCosts(objects, world, book).map(({ object, kind, charges }) => ({
      ...ofCluster,
      resource: object,
      type: kind,
      charges,
    })),
  ];
  const priced = charged.map((one) => linesOf(one, book));
  const lines = priced.flatMap((one) => one.lines);
  const days = lines.flatMap(({ priceId }) => book.find(priceId)?.as_of ?? []).sort();
  return {
    environment,
    lines,
    unpriced: [...unknownTypes(resources), ...priced.flatMap((one) => one.unpriced)],
    free: resources.flatMap(({ stack, name, type }) => {
      const why = Object.hasOwn(freeTypes, type) ? freeTypes[type] : undefined;
      return why === undefined ? [] : [{ stack, resource: name, type, why }];
    }),
    totals: totalOf(lines),
    providerUsd: load.providerUsd(),
    pricedAsOf: days.length > 0 ? { oldest: days[0]!, newest: days.at(-1)! } : null,
  };
}

export const totalOf = (lines: readonly CostLine[]): Columns => {
  const total = sumOf(lines.map(({ monthlyUsd }) => monthlyUsd));
  return columns((name) => toCents(total[name]));
};

function chargedResource(resource: CostedResource, world: CostWorld): Charged[] {
  const { stack, region, name, type } = resource;
  const rule = Object.hasOwn(pricedTypes, type) ? pricedTypes[type] : undefined;
  if (!rule) return [];
  try {
    return [{ stack, region, resource: name, type, charges: rule(resource, world) }];
  } catch (error) {
    if (!(error instanceof UnknownCost)) throw error;
    return [{ stack, region, resource: name, type, charges: error }];
  }
}

const unknownTypes = (resources: readonly CostedResource[]): Unpriced[] =>
  resources
    .filter(({ type }) => !Object.hasOwn(pricedTypes, type) && !Object.hasOwn(freeTypes, type))
    .map(({ stack, name, type }) => ({
      stack,
      resource: name,
      type,
      why: 'nobody has said what this type costs: add it to priced-types.ts or free-types.ts in ops/cost/resources',
    }));

function linesOf(
  { stack, region, resource, type, charges }: Charged,
  book: PriceBook,
): { lines: CostLine[]; unpriced: Unpriced[] } {
  const unpricedFor = (why: string): Unpriced => ({ stack, resource, type, why });
  if (charges instanceof UnknownCost) return { lines: [], unpriced: [unpricedFor(charges.message)] };
  if (charges.length > 0 && !book.covers(region)) {
    return {
      lines: [],
      unpriced: [unpricedFor(`the price book has no prices of ${region}: add that region's`)],
    };
  }
  const lines: CostLine[] = [];
  const unpriced: Unpriced[] = [];
  for (const charge of charges) {
    const price = book.find(charge.priceId);
    if (!price) {
      unpriced.push(unpricedFor(`the price book has no row ${charge.priceId}: add it to price-book.json`));
      continue;
    }
    lines.push({
      ...charge,
      stack,
      resource,
      unit: price.unit,
      unitUsd: price.usd,
      monthlyUsd: columns((name) => toCents(charge.quantity[name] * price.usd)),
    });
  }
  return { lines, unpriced };
}
