import { table } from '../../report/table';
import { customerPricesUsd } from '../customers/plans';
import type { CostReport } from './cost-report';

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
const dollars = (usd: number): string => String(Math.round(usd));

/** Cost, plan and margins by the number of customers. */
export function customerText({ customers, breakEvens }: CostReport): string[] {
  if (customers.length === 0) return [];
  return [
    'With so many customers (sizes grow where they have to); margin at $49, $99, $149, and after model providers',
    ...indent(
      table([
        ['customers', 'AWS', 'planned', 'a customer', 'providers', 'margin %', 'after providers %'],
        ...customers.map((row) => [
          `${row.customers}`,
          `${row.monthlyUsd}`,
          row.plannedUsd === null ? '-' : `${row.plannedUsd}`,
          row.perCustomerUsd.toFixed(2),
          `${row.providerUsd}`,
          customerPricesUsd.map((price) => row.marginPercent[price]).join(' '),
          customerPricesUsd.map((price) => row.marginAfterProvidersPercent[price]).join(' '),
        ]),
      ]),
    ),
    ...breakEvens.map(
      ({ priceUsd, customers: fewest, customersWithProviders }) =>
        `$${priceUsd} breaks even at ${fewest ?? 'no number of'} customers, after model providers at ${customersWithProviders ?? 'no number'}`,
    ),
  ];
}

/** Which size binds first, and what the next one costs. */
export function limitText({ limits, usage }: CostReport): string[] {
  if (limits.length === 0) return [];
  return [
    'What so many customers fill, first what binds first',
    ...indent(
      table(
        limits.map(({ what, customers, step, stepUsd }) => [
          `${customers}`,
          customers < usage.customers ? `${what} (too small for ${usage.customers})` : what,
          step,
          stepUsd === null ? 'no price' : `+${dollars(stepUsd)} a month`,
        ]),
      ),
    ),
  ];
}
