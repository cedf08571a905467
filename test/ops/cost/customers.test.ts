import { CustomerCosts } from '../../../ops/cost/customers/customer-costs';
import { limits } from '../../../ops/cost/customers/limits';
import { openPriceBook } from '../../../ops/cost/prices/open-price-book';
import { safeSavings } from '../../../ops/cost/savings';
import { assumedUsage } from '../../../ops/cost/usage/assumed-usage';
import { frozenProduction, modelOf } from './frozen-production';

const costs = new CustomerCosts(frozenProduction(), assumedUsage, openPriceBook());

test('a hundred customers cost what the typical month costs', () => {
  expect(costs.monthlyUsd(100)).toBe(modelOf(frozenProduction()).totals.typical);
});

test('the margin is what AWS leaves of the price', () => {
  expect(costs.with(100)).toEqual({
    customers: 100,
    monthlyUsd: 1360,
    perCustomerUsd: 13.6,
    providerUsd: 1800,
    marginPercent: { 49: 72, 99: 86, 149: 91 },
    marginAfterProvidersPercent: { 49: 36, 99: 68, 149: 79 },
    plannedUsd: 2500,
  });
});

test('nothing was planned for other numbers of customers', () => {
  expect(costs.with(77).plannedUsd).toBeNull();
});

test.each([49, 99, 149])('at $%d the break-even pays, and a customer fewer does not', (price) => {
  const enough = costs.breakEven(price, false)!;
  expect([
    enough * price >= costs.monthlyUsd(enough),
    (enough - 1) * price >= costs.monthlyUsd(enough - 1),
  ]).toEqual([true, false]);
});

test('model providers move the break-even', () => {
  expect(costs.breakEven(49, true)!).toBeGreaterThan(costs.breakEven(49, false)!);
});

test('a price under what a customer costs never breaks even', () => {
  expect(costs.breakEven(1, true)).toBeNull();
});

test('a price that never pays is told at once, however much customers use', () => {
  const heavy = { ...assumedUsage.perCustomer, requests: 1_000_000, egressGib: 1_000, providerUsd: 2_000 };
  const started = performance.now();
  const dear = new CustomerCosts(
    frozenProduction(),
    { ...assumedUsage, perCustomer: heavy },
    openPriceBook(),
  );
  expect([dear.breakEven(49, false), dear.breakEven(49, true)]).toEqual([null, null]);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('sizes grow with customers past what the config allows', () => {
  const many = new CustomerCosts(frozenProduction(), assumedUsage, openPriceBook()).monthlyUsd(3000);
  expect(many).toBeGreaterThan(modelOf(frozenProduction(), openPriceBook(), 3000).totals.typical);
});

const allLimits = limits(frozenProduction(), modelOf(frozenProduction()), assumedUsage, openPriceBook());

test('the limit that binds first stands in front', () => {
  const customers = allLimits.map((limit) => limit.customers);
  expect(customers).toEqual([...customers].sort((one, other) => one - other));
});

test('pods, workers and the database are among the limits, each with the price of its step', () => {
  expect(
    allLimits.map(({ what, customers, stepUsd }) => [what, customers, Math.round(stepUsd ?? NaN)]),
  ).toEqual([
    ['realtime pods, 4 at most', 666, 66],
    ['database storage, 1000 GiB at most', 895, 23],
    ['memory of QueuesReplicationGroup, cache.m7g.large', 1633, 183],
    ['api pods, 10 at most', 1839, 66],
    ['worker pods, 5 at most', 2190, 32],
    ['processor of db.m7g.xlarge', 2695, 492],
  ]);
});

test('savings are told with the largest first, of the lines that always run', () => {
  expect(
    safeSavings(modelOf(frozenProduction()), openPriceBook()).map(({ monthlyUsd }) => monthlyUsd),
  ).toEqual([162.37, 58.5, 45.53]);
});
