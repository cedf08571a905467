import type { CostReport } from './cost-report';

/**
 * The report for programs: totals in whole dollars a month, lines of the typical month to the cent. What is paid to
 * model providers is in `customers`, in no total.
 */
export const costJson = ({ model, customers }: CostReport): object => ({
  currency: 'USD',
  pricedAsOf: model.pricedAsOf?.oldest ?? null,
  floor: Math.round(model.totals.floor),
  typical: Math.round(model.totals.typical),
  ceiling: Math.round(model.totals.ceiling),
  lines: model.lines.map(({ stack, resource, item, quantity, unitUsd, monthlyUsd, priceId }) => ({
    stack,
    resource,
    item,
    quantity: quantity.typical,
    unitUsd,
    monthlyUsd: monthlyUsd.typical,
    priceId,
  })),
  unpriced: model.unpriced,
  customers,
});
