import type { Environment } from '../../config/schema';
import type { CostModel } from './cost-model';

/** What breaks the environment's limits of cost, one sentence each; empty: within them. */
export function gateFindings(
  { cost, name }: Pick<Environment, 'cost' | 'name'>,
  { totals }: CostModel,
): string[] {
  const gates = [
    ['floor', totals.floor, cost.floorMonthlyUsdMax, 'floorMonthlyUsdMax'],
    ['ceiling', totals.ceiling, cost.ceilingMonthlyUsdMax, 'ceilingMonthlyUsdMax'],
  ] as const;
  return gates
    .filter(([, usd, most]) => Math.round(usd) > most)
    .map(
      ([column, usd, most, field]) =>
        `${name}: the ${column} is $${Math.round(usd)} a month, and cost.${field} allows $${most}: make something smaller, or raise the limit`,
    );
}
