import { costedResources } from '../../ops/cost/assembly/costed-stacks';
import { type Columns, columnNames } from '../../ops/cost/columns';
import { totalOf } from '../../ops/cost/cost-model';
import { customerPricesUsd, defaultCustomers } from '../../ops/cost/customers/plans';
import { openPriceBook } from '../../ops/cost/prices/open-price-book';
import { assumedUsageOf, type CostReport, costReport } from '../../ops/cost/report/cost-report';
import { customerChart } from '../../ops/cost/report/customer-chart';
import { assemblyFolder, synthesizedTree } from '../support/synthesized';

/** Figures of docs/cost.md by the name of their marks, as Markdown whose tables are not aligned yet. */
export function costFigures(): Readonly<Record<string, string>> {
  const [production, starter] = [reportOf('production'), reportOf('starter')];
  return {
    production: [
      totals(production),
      table(
        ['stack', ...columnNames],
        [...new Set(production.model.lines.map(({ stack }) => stack))].map((stack) => {
          const sum = totalOf(production.model.lines.filter((line) => line.stack === stack));
          return [stack, ...columnNames.map((column) => sum[column].toFixed(2))];
        }),
      ),
      `Starter: ${inDollars(starter.model.totals, starter)}.`,
    ].join('\n\n'),
    customers: [
      table(
        [
          'customers',
          'AWS',
          'planned',
          'a customer',
          'model providers',
          'margin at $49 / $99 / $149',
          'after model providers',
        ],
        production.customers.map((row) => [
          row.customers,
          row.monthlyUsd,
          row.plannedUsd ?? '-',
          row.perCustomerUsd.toFixed(2),
          row.providerUsd,
          `${customerPricesUsd.map((price) => row.marginPercent[price]).join(' / ')} %`,
          `${customerPricesUsd.map((price) => row.marginAfterProvidersPercent[price]).join(' / ')} %`,
        ]),
      ),
      table(
        ['price', 'pays AWS from so many customers on', 'AWS and model providers'],
        production.breakEvens.map(({ priceUsd, customers, customersWithProviders }) => [
          `$${priceUsd}`,
          customers ?? 'never',
          customersWithProviders ?? 'never',
        ]),
      ),
    ].join('\n\n'),
    limits: table(
      ['what so many customers fill', 'customers', 'the step', 'it costs'],
      production.limits.map(({ what, customers, step, stepUsd }) => [
        what,
        customers,
        step,
        stepUsd === null ? 'no price' : `$${Math.round(stepUsd)}`,
      ]),
    ),
    savings: table(
      ['cheapest safe savings', 'a month', 'it asks for'],
      production.savings.map(({ what, monthlyUsd, asks }) => [what, `$${Math.round(monthlyUsd)}`, asks]),
    ),
  };
}

/** The page's picture, as `platform cost --chart` draws it. */
export const costChart = (): string => customerChart('production', reportOf('production').customers);

/** Of the typical month, whole dollars: what rests on prices that nobody read from AWS's list. */
export const unconfirmedUsd = (): number => Math.round(reportOf('production').unconfirmedUsd);

const known = new Map<string, CostReport>();

function reportOf(name: string): CostReport {
  const { environment, charts } = synthesizedTree(name);
  const made = {
    resources: costedResources(assemblyFolder(name)),
    objects: charts.flatMap(({ objects }) => objects),
  };
  const report =
    known.get(name) ??
    costReport(environment, made, assumedUsageOf(environment), defaultCustomers, openPriceBook());
  known.set(name, report);
  return report;
}

const dollars = (usd: number): string => `$${Math.round(usd).toLocaleString('en-US')}`;

const inDollars = ({ floor, typical, ceiling }: Columns, { usage }: CostReport): string =>
  `floor ${dollars(floor)}, typical ${dollars(typical)} with ${usage.customers} customers, ceiling ${dollars(ceiling)}`;

function totals(report: CostReport): string {
  const { cost } = synthesizedTree(report.model.environment).environment;
  return (
    `Production: ${inDollars(report.model.totals, report)}; the limits are ${dollars(cost.floorMonthlyUsdMax)} and ` +
    `${dollars(cost.ceilingMonthlyUsdMax)}. Model providers take ${dollars(report.model.providerUsd.typical)} besides, at the assumed ` +
    `${report.usage.perCustomer.tasks} tasks a customer.`
  );
}

/** Columns of figures stand at the right. */
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, at) => (rows.every((row) => isFigure(row[at])) ? '---:' : '---')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const isFigure = (cell: string | number = ''): boolean => /^(\$?-?[\d.]+|-)$/.test(`${cell}`);
