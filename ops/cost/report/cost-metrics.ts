import type { Environment } from '../../../config/schema';
import { columnNames } from '../columns';
import { totalOf } from '../cost-model';
import type { CustomerCost } from '../customers/customer-costs';
import { customerPricesUsd } from '../customers/plans';
import type { CostReport } from './cost-report';

export type Labels = Readonly<Record<string, string>>;

export interface CostMetric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[];
}

/**
 * The report as metrics: gauges in US dollars a month; `column` is floor, typical or ceiling. A metric without samples
 * is left out: a name without a series says nothing.
 */
export function costMetrics(report: CostReport, { cost }: Pick<Environment, 'cost'>): readonly CostMetric[] {
  const { model, customers, usage, unconfirmedUsd } = report;
  const { environment, lines, totals, providerUsd, pricedAsOf, unpriced } = model;
  const stacks = [...new Set(lines.map(({ stack }) => stack))];
  const inColumns = (labels: Labels, usd: (column: (typeof columnNames)[number]) => number) =>
    columnNames.map((column) => ({ labels: { environment, ...labels, column }, value: usd(column) }));
  const metrics: CostMetric[] = [
    {
      name: 'platform_cost_monthly_usd',
      help: 'List price of the environment a month, without model providers.',
      samples: inColumns({}, (column) => totals[column]),
    },
    {
      name: 'platform_cost_stack_monthly_usd',
      help: 'List price of a stack a month.',
      samples: stacks.flatMap((stack) => {
        const total = totalOf(lines.filter((line) => line.stack === stack));
        return inColumns({ stack }, (column) => total[column]);
      }),
    },
    {
      name: 'platform_cost_line_monthly_usd',
      help: 'List price of one line a month.',
      samples: lines.flatMap(({ stack, resource, item, priceId, monthlyUsd }) =>
        inColumns({ stack, resource, item, price: priceId }, (column) => monthlyUsd[column]),
      ),
    },
    {
      name: 'platform_cost_provider_monthly_usd',
      help: 'Paid to model providers a month, in no other figure.',
      samples: inColumns({}, (column) => providerUsd[column]),
    },
    {
      name: 'platform_cost_limit_monthly_usd',
      help: 'What a build may cost at most a month.',
      samples: [
        { labels: { environment, column: 'floor' }, value: cost.floorMonthlyUsdMax },
        { labels: { environment, column: 'ceiling' }, value: cost.ceilingMonthlyUsdMax },
      ],
    },
    {
      name: 'platform_cost_assumed_customers',
      help: 'Customers of the typical month.',
      samples: [{ labels: { environment }, value: usage.customers }],
    },
    ...ofCustomers(environment, customers),
    {
      name: 'platform_cost_unpriced_resources',
      help: 'Resources without a price, which no figure holds.',
      samples: [{ labels: { environment }, value: unpriced.length }],
    },
    {
      name: 'platform_cost_unconfirmed_monthly_usd',
      help: 'Part of the typical month whose prices were not read from the price list.',
      samples: [{ labels: { environment }, value: unconfirmedUsd }],
    },
    ...(['oldest', 'newest'] as const).map((age) => ({
      name: `platform_cost_${age}_price_timestamp_seconds`,
      help: `Day of the ${age} price that was used.`,
      samples: pricedAsOf ? [{ labels: { environment }, value: Date.parse(pricedAsOf[age]) / 1000 }] : [],
    })),
  ];
  return metrics.filter(({ samples }) => samples.length > 0);
}

/** By the number of customers, which is no figure of today but one of a table. */
function ofCustomers(environment: string, all: CostReport['customers']): CostMetric[] {
  const each = (of: (row: CustomerCost) => number) =>
    all.map((row) => ({ labels: { environment, customers: `${row.customers}` }, value: of(row) }));
  const margins = (of: (row: CustomerCost) => CustomerCost['marginPercent']) =>
    customerPricesUsd.flatMap((price) =>
      each((row) => of(row)[price] / 100).map(({ labels, value }) => ({
        labels: { ...labels, price: `${price}` },
        value,
      })),
    );
  return [
    {
      name: 'platform_cost_customers_monthly_usd',
      help: 'List price a month with so many customers, without model providers.',
      samples: each(({ monthlyUsd }) => monthlyUsd),
    },
    {
      name: 'platform_cost_customers_provider_monthly_usd',
      help: 'Paid to model providers a month with so many customers.',
      samples: each(({ providerUsd }) => providerUsd),
    },
    {
      name: 'platform_cost_customers_planned_monthly_usd',
      help: 'What was planned for so many customers before anything was computed.',
      samples: each(({ plannedUsd }) => plannedUsd ?? NaN).filter(({ value }) => !Number.isNaN(value)),
    },
    {
      name: 'platform_cost_per_customer_monthly_usd',
      help: 'List price a month of one of so many customers, without model providers.',
      samples: each(({ perCustomerUsd }) => perCustomerUsd),
    },
    {
      name: 'platform_cost_margin_ratio',
      help: 'What AWS leaves of a price in dollars with so many customers.',
      samples: margins(({ marginPercent }) => marginPercent),
    },
    {
      name: 'platform_cost_margin_after_providers_ratio',
      help: 'What AWS and model providers leave of a price in dollars with so many customers.',
      samples: margins(({ marginAfterProvidersPercent }) => marginAfterProvidersPercent),
    },
  ];
}
