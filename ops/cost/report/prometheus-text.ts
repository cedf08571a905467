import type { Environment } from '../../../config/schema';
import { columnNames } from '../columns';
import { totalOf } from '../cost-model';
import type { CostReport } from './cost-report';

type Labels = Readonly<Record<string, string>>;

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[];
}

/**
 * The report in Prometheus's text format, for a node exporter's textfile collector or a push gateway. Gauges in US
 * dollars a month; `column` is floor, typical or ceiling.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function prometheusText(report: CostReport, { cost }: Pick<Environment, 'cost'>): string {
  const { model, customers } = report;
  const { environment, lines, totals, providerUsd, pricedAsOf, unpriced } = model;
  const stacks = [...new Set(lines.map(({ stack }) => stack))];
  const inColumns = (labels: Labels, usd: (column: (typeof columnNames)[number]) => number) =>
    columnNames.map((column) => ({ labels: { environment, ...labels, column }, value: usd(column) }));
  return text([
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
      name: 'platform_cost_customers_monthly_usd',
      help: 'List price a month with so many customers, without model providers.',
      samples: customers.map(({ customers: number, monthlyUsd }) => ({
        labels: { environment, customers: `${number}` },
        value: monthlyUsd,
      })),
    },
    {
      name: 'platform_cost_unpriced_resources',
      help: 'Resources without a price, which no figure holds.',
      samples: [{ labels: { environment }, value: unpriced.length }],
    },
    {
      name: 'platform_cost_oldest_price_timestamp_seconds',
      help: 'Day of the oldest price that was used.',
      samples: pricedAsOf ? [{ labels: { environment }, value: Date.parse(pricedAsOf.oldest) / 1000 }] : [],
    },
  ]);
}

const text = (metrics: readonly Metric[]): string =>
  metrics
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...samples.map(({ labels, value }) => `${name}{${labelText(labels)}} ${value}`),
    ])
    .join('\n')
    .concat('\n');

const labelText = (labels: Labels): string =>
  Object.entries(labels)
    .map(
      ([name, value]) =>
        `${name}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`,
    )
    .join(',');
