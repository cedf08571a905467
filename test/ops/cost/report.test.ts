import { production } from '../../../config/environments/production';
import { malformedLine } from '../../../ops/contract/probes/metrics-format';
import { openPriceBook } from '../../../ops/cost/prices/open-price-book';
import { costJson } from '../../../ops/cost/report/cost-json';
import { costReport } from '../../../ops/cost/report/cost-report';
import { costText } from '../../../ops/cost/report/cost-text';
import { customerChart } from '../../../ops/cost/report/customer-chart';
import { prometheusText } from '../../../ops/cost/report/prometheus-text';
import { assumedUsage } from '../../../ops/cost/usage/assumed-usage';
import { frozenProduction } from './frozen-production';

const report = costReport(production, frozenProduction(), assumedUsage, [10, 100], openPriceBook());

interface Line {
  readonly quantity: number;
  readonly unitUsd: number;
  readonly monthlyUsd: number;
}
const json = JSON.parse(JSON.stringify(costJson(report))) as Record<string, unknown> & { lines: Line[] };

test('programs get the totals in whole dollars', () => {
  expect(json).toMatchObject({
    currency: 'USD',
    pricedAsOf: '2024-07-01',
    floor: 1256,
    typical: 1360,
    ceiling: 2841,
    unpriced: [],
  });
});

test('programs get these fields and no others', () => {
  expect(Object.keys(json)).toEqual([
    'currency',
    'pricedAsOf',
    'floor',
    'typical',
    'ceiling',
    'lines',
    'unpriced',
    'customers',
  ]);
});

test('a line has these fields and no others', () => {
  expect(Object.keys(json.lines[0]!)).toEqual([
    'stack',
    'resource',
    'item',
    'quantity',
    'unitUsd',
    'monthlyUsd',
    'priceId',
  ]);
});

test('every line is its quantity times its price', () => {
  expect(
    json.lines.filter(
      ({ quantity, unitUsd, monthlyUsd }) => Math.abs(quantity * unitUsd - monthlyUsd) > 0.0051,
    ),
  ).toEqual([]);
});

test('model providers are in no total', () => {
  const paid = { ...assumedUsage, perCustomer: { ...assumedUsage.perCustomer, providerUsd: 1000 } };
  const dear = costReport(production, frozenProduction(), paid, [10], openPriceBook());
  expect(dear.model.totals).toEqual(report.model.totals);
});

const text = costText(report, { everyLine: false });

test.each([
  'production-database',
  'Model providers (in no total): 0.00 / 1800.00 / 3600.00',
  'Prices: of 2024-07-01 to ',
  "rest on prices that were not read from AWS's list",
  'Left out: tax',
  '$49 breaks even at 27 customers, after model providers at 42',
  'lines under a dollar',
  'Findings: none',
])('people are told %p', (sentence) => {
  expect(text).toContain(sentence);
});

test('prices that nobody read from the list are told', () => {
  expect(Math.round(report.unconfirmedUsd)).toBe(601);
});

test('all lines are shown when they are asked for', () => {
  expect(costText(report, { everyLine: true })).not.toContain('lines under a dollar');
});

test('a size that is too small for the customers is told', () => {
  const many = costReport(
    production,
    frozenProduction(),
    { ...assumedUsage, customers: 700 },
    [700],
    openPriceBook(),
  );
  expect(costText(many, { everyLine: false })).toContain('realtime pods, 4 at most (too small for 700)');
});

test('a finding is told with what to do', () => {
  const cheap = { ...production, cost: { ...production.cost, floorMonthlyUsdMax: 1 } };
  const faulty = costReport(cheap, frozenProduction(), assumedUsage, [], openPriceBook());
  expect(costText(faulty, { everyLine: false })).toContain('Findings: 1\n  production: the floor is $1256');
});

const samples = prometheusText(report, production).trimEnd().split('\n');

test('Prometheus reads every line', () => {
  expect(malformedLine(prometheusText(report, production))).toBeNull();
});

test('no two samples have the same labels', () => {
  const names = samples.filter((line) => !line.startsWith('#')).map((line) => line.replace(/ \S+$/, ''));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('the dashboard gets totals, stacks, lines, limits, customers, model providers and the age of the prices', () => {
  const of = 'environment="production"';
  expect(samples).toEqual(
    expect.arrayContaining([
      `platform_cost_monthly_usd{${of},column="floor"} 1255.94`,
      `platform_cost_stack_monthly_usd{${of},stack="production-cluster",column="ceiling"} 85.89`,
      `platform_cost_line_monthly_usd{${of},stack="production-workloads",resource="Service/ingress",item="network load balancer",price="nlb.hour",column="typical"} 16.43`,
      `platform_cost_limit_monthly_usd{${of},column="ceiling"} 3000`,
      `platform_cost_assumed_customers{${of}} 100`,
      `platform_cost_customers_monthly_usd{${of},customers="100"} 1360`,
      `platform_cost_customers_provider_monthly_usd{${of},customers="100"} 1800`,
      `platform_cost_customers_planned_monthly_usd{${of},customers="100"} 2500`,
      `platform_cost_per_customer_monthly_usd{${of},customers="100"} 13.6`,
      `platform_cost_margin_ratio{${of},customers="100",price="49"} 0.72`,
      `platform_cost_margin_after_providers_ratio{${of},customers="10",price="49"} -1.95`,
      `platform_cost_provider_monthly_usd{${of},column="typical"} 1800`,
      `platform_cost_unpriced_resources{${of}} 0`,
      `platform_cost_oldest_price_timestamp_seconds{${of}} ${Date.parse('2024-07-01') / 1000}`,
      `platform_cost_newest_price_timestamp_seconds{${of}} ${Date.parse('2026-11-24') / 1000}`,
    ]),
  );
});

test.each(['floor', 'typical', 'ceiling'] as const)(
  'stacks and lines add up to the total of %s',
  (column) => {
    const sumOf = (metric: string): string =>
      samples
        .filter((line) => line.startsWith(`${metric}{`) && line.includes(`column="${column}"`))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
        .toFixed(2);
    const total = report.model.totals[column].toFixed(2);
    expect([sumOf('platform_cost_stack_monthly_usd'), sumOf('platform_cost_line_monthly_usd')]).toEqual([
      total,
      total,
    ]);
  },
);

test('the chart has a point for each number of customers of each line', () => {
  expect(customerChart('production', report.customers).match(/<circle /g)).toHaveLength(6);
});
