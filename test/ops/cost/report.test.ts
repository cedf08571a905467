import { production } from '../../../config/environments/production';
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
    floor: 1237,
    typical: 1341,
    ceiling: 2952,
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
  '$49 breaks even at 26 customers, after model providers at 42',
  'lines under a dollar',
  'Findings: none',
])('people are told %p', (sentence) => {
  expect(text).toContain(sentence);
});

test('prices that nobody read from the list are told', () => {
  expect(Math.round(report.unconfirmedUsd)).toBe(600);
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
  expect(costText(faulty, { everyLine: false })).toContain('Findings: 1\n  production: the floor is $1237');
});

const samples = prometheusText(report, production).trimEnd().split('\n');

test('every sample for Prometheus has the form of the text format', () => {
  const form =
    /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+\{[a-z]+="(?:[^"\\]|\\.)*"(,[a-z]+="(?:[^"\\]|\\.)*")*\} [\d.]+)$/;
  expect(samples.filter((line) => !form.test(line))).toEqual([]);
});

test('no two samples have the same labels', () => {
  const names = samples.filter((line) => !line.startsWith('#')).map((line) => line.replace(/ [\d.]+$/, ''));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('the dashboard gets totals, limits and customers', () => {
  expect(samples).toEqual(
    expect.arrayContaining([
      'platform_cost_monthly_usd{environment="production",column="floor"} 1236.9',
      'platform_cost_limit_monthly_usd{environment="production",column="ceiling"} 3000',
      'platform_cost_customers_monthly_usd{environment="production",customers="100"} 1341',
      'platform_cost_provider_monthly_usd{environment="production",column="typical"} 1800',
      'platform_cost_unpriced_resources{environment="production"} 0',
    ]),
  );
});

test('the chart has a point for each number of customers of each line', () => {
  expect(customerChart('production', report.customers).match(/<circle /g)).toHaveLength(6);
});
