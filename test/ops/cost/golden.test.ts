import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type columnNames, type Columns, columns, toCents } from '../../../ops/cost/columns';
import { costedResources } from '../../../ops/cost/assembly/costed-stacks';
import { totalOf } from '../../../ops/cost/cost-model';
import { openPriceBook } from '../../../ops/cost/prices/open-price-book';
import { assumedUsageOf, costSummary } from '../../../ops/cost/report/cost-report';
import { assemblyFolder, synthesizedTree } from '../../support/synthesized';
import { frozenProduction, modelOf } from './frozen-production';

const page = readFileSync(join(__dirname, '../../../docs/cost.md'), 'utf8').split('<!-- golden -->')[1] ?? '';

interface Row {
  readonly priceId: string;
  readonly sums: Readonly<Record<(typeof columnNames)[number], string>>;
}

const rows: Row[] = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [id = '', , floor = '', typical = '', ceiling = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    const middle = typical === '=' ? floor : typical;
    return {
      priceId: id.replaceAll('`', ''),
      sums: { floor, typical: middle, ceiling: ceiling === '=' ? middle : ceiling },
    };
  });

/** What a sum such as `3 × [730 × 0.045]` comes to; square brackets round to the cent. */
function sumOf(text: string): number {
  if (!/^[\d.\s()[\]+×/-]+$/.test(text)) throw new Error(`no sum: ${text}`);
  const code = text.replaceAll('×', '*').replaceAll('[', 'round(').replaceAll(']', ')');
  return new Function('round', `return ${code};`)((usd: number) => Math.round(usd * 100 + 1e-6) / 100);
}

const model = modelOf(frozenProduction());
const modelled = (priceId: string): Columns =>
  totalOf(model.lines.filter((line) => line.priceId === priceId));

test('every price row of the model is recomputed', () => {
  expect(rows.map(({ priceId }) => priceId).sort()).toEqual(
    [...new Set(model.lines.map(({ priceId }) => priceId))].sort(),
  );
});

test('every price row of production as it is today is recomputed', () => {
  const { environment, charts } = synthesizedTree('production');
  const made = {
    resources: costedResources(assemblyFolder('production')),
    objects: charts.flatMap(({ objects }) => objects),
  };
  const { lines } = costSummary(environment, made, assumedUsageOf(environment), openPriceBook()).model;
  const recomputed = new Set(rows.map(({ priceId }) => priceId));
  // What this finds is frozen anew and done anew by hand: test/ops/cost/freeze-production.ts.
  expect([...new Set(lines.map(({ priceId }) => priceId))].filter((id) => !recomputed.has(id))).toEqual([]);
});

test.each(rows)('$priceId is what the sum by hand says', ({ priceId, sums }) => {
  expect(modelled(priceId)).toEqual(columns((column) => toCents(sumOf(sums[column]))));
});

test.each(rows)('the sum of $priceId uses the price of the book', ({ priceId, sums }) => {
  const usd = openPriceBook().find(priceId)?.usd ?? NaN;
  expect(
    Object.values(sums).every((sum) => sum === '0' || sumOf(sum) === 0 || sum.includes(String(usd))),
  ).toBe(true);
});

test('the totals are the sums of the rows', () => {
  const [, floor, typical, ceiling] =
    /^Total: floor ([\d.]+), typical ([\d.]+), ceiling ([\d.]+)$/m.exec(page) ?? [];
  expect(model.totals).toEqual({ floor: Number(floor), typical: Number(typical), ceiling: Number(ceiling) });
});

test('the rows come to the totals', () => {
  expect(columns((column) => toCents(rows.reduce((sum, { sums }) => sum + sumOf(sums[column]), 0)))).toEqual(
    model.totals,
  );
});

test('a sum that is a cent off is told', () => {
  expect(sumOf('2 × [0.125]')).toBe(0.26);
  expect(sumOf('[2 × 0.125]')).toBe(0.25);
});
