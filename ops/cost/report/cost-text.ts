import { table } from '../../report/table';
import { type Columns, columnNames, sumOf } from '../columns';
import type { CostLine } from '../cost-line';
import { type CostModel, totalOf } from '../cost-model';
import { exclusions } from './exclusions';
import { customerText, limitText } from './customer-text';
import type { CostReport } from './cost-report';

const cents = (usd: number): string => usd.toFixed(2);
const inColumns = (usd: Columns): string[] => columnNames.map((name) => cents(usd[name]));
const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** Lines under a dollar in every column are told in one sum, unless all are asked for. */
const smallestUsd = 1;

export interface TextOptions {
  readonly everyLine: boolean;
}

/** The report for people. */
export function costText(report: CostReport, { everyLine }: TextOptions): string {
  const { model, savings, findings } = report;
  if (model.lines.length === 0 && findings.length === 0) {
    return `${model.environment} costs nothing at AWS: it runs on a machine of its own.`;
  }
  return [
    `${model.environment}: US dollars a month, list price, without model providers`,
    '',
    ...stackTable(model),
    '',
    ...lineTable(model.lines, everyLine),
    '',
    `Model providers (in no total): ${inColumns(model.providerUsd).join(' / ')}`,
    `Typical: ${report.usage.customers} customers. Ceiling: autoscalers, pools and volumes at their maximum, twice the usage.`,
    '',
    ...customerText(report),
    '',
    ...limitText(report),
    '',
    'Cheapest safe savings',
    ...indent(
      table(savings.map(({ what, monthlyUsd, asks }) => [cents(monthlyUsd), what, `asks for ${asks}`])),
    ),
    '',
    `Prices: of ${model.pricedAsOf?.oldest} to ${model.pricedAsOf?.newest}; $${Math.round(report.unconfirmedUsd)} of the typical month rest on prices that were not read from AWS's list (npx platform cost refresh-prices reads them)`,
    ...exclusions.map((exclusion) => `Left out: ${exclusion}`),
    '',
    findings.length === 0 ? 'Findings: none' : `Findings: ${findings.length}`,
    ...indent(findings),
  ].join('\n');
}

function stackTable({ lines, totals }: CostModel): string[] {
  const stacks = [...new Set(lines.map(({ stack }) => stack))];
  return table([
    ['stack', ...columnNames],
    ...stacks.map((stack) => [stack, ...inColumns(totalOf(lines.filter((line) => line.stack === stack)))]),
    ['total', ...inColumns(totals)],
  ]);
}

function lineTable(lines: readonly CostLine[], everyLine: boolean): string[] {
  const isLarge = ({ monthlyUsd }: CostLine): boolean =>
    everyLine || columnNames.some((name) => monthlyUsd[name] >= smallestUsd);
  const small = lines.filter((line) => !isLarge(line));
  return table([
    ['line', 'of', ...columnNames],
    ...lines
      .filter(isLarge)
      .map(({ stack, resource, item, monthlyUsd }) => [
        `${stack}/${resource}`,
        item,
        ...inColumns(monthlyUsd),
      ]),
    ...(small.length > 0
      ? [
          [
            `${small.length} lines under a dollar`,
            '--all-lines shows them',
            ...inColumns(sumOf(small.map(({ monthlyUsd }) => monthlyUsd))),
          ],
        ]
      : []),
  ]);
}
