import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { production } from '../../../config/environments/production';
import { nodeSizes } from '../../../config/instance-sizes';
import { openPriceBook } from '../../../ops/cost/prices/open-price-book';
import { costReport } from '../../../ops/cost/report/cost-report';
import { assumedUsage } from '../../../ops/cost/usage/assumed-usage';
import { frozenProduction } from './frozen-production';

const book = openPriceBook();
const report = costReport(production, frozenProduction(), assumedUsage, [], book);
const general = report.model.lines.filter(({ resource }) => resource === 'NodePool/general');
const atCeiling = (lines: typeof general): number =>
  lines.reduce((sum, { monthlyUsd }) => sum + monthlyUsd.ceiling, 0);
const hours = 730;
const usd = (priceId: string): number => book.find(priceId)!.usd;

const { instanceFamilies, instanceSizes, vcpuLimit, memoryGibLimit } = production.cluster.pools.general;
const types = nodeSizes({ instanceFamilies: [...instanceFamilies], instanceSizes: [...instanceSizes] })!;
const nodes = atCeiling(general.filter(({ item }) => item === "nodes' volumes"));
const counted = general.filter(({ item }) => /^nodes of /.test(item));
const volumesUsd = nodes / (counted.reduce((sum, { quantity }) => sum + quantity.ceiling, 0) / hours);

/** The most that nodes within a pool's limits can cost a month, whatever Karpenter picks. */
function dearestUsd(vcpus: number, gib: number): number {
  const best = Array.from({ length: vcpus + 1 }, () => new Array<number>(gib + 1).fill(0));
  for (let cpu = 0; cpu <= vcpus; cpu += 1) {
    for (let memory = 0; memory <= gib; memory += 1) {
      for (const { instanceType, vcpus: own, memoryGib } of types) {
        if (own > cpu || memoryGib > memory) continue;
        const node = (usd(`ec2.${instanceType}`) + usd(`eksauto.${instanceType}`)) * hours + volumesUsd;
        best[cpu]![memory] = Math.max(best[cpu]![memory]!, node + best[cpu - own]![memory - memoryGib]!);
      }
    }
  }
  return best[vcpus]![gib]!;
}

const more = (gib: number, vcpus = vcpuLimit): number => dearestUsd(vcpus, gib) - atCeiling(general);

test('whatever nodes the general pool buys within its limits, production stays under its ceiling', () => {
  expect(report.model.totals.ceiling + more(memoryGibLimit)).toBeLessThanOrEqual(
    production.cost.ceilingMonthlyUsdMax,
  );
});

test('with 32 vCPUs and 128 GiB, as it had before, it would not', () => {
  expect(report.model.totals.ceiling + more(128, 32)).toBeGreaterThan(production.cost.ceilingMonthlyUsdMax);
});

test('the page tells what dearer nodes add', () => {
  const page = readFileSync(join(__dirname, '../../../docs/cost.md'), 'utf8');
  expect(page).toContain(`which is $${Math.round(more(memoryGibLimit))} more than`);
});
