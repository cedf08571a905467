import type { Environment } from '../../config/schema';
import { resourcesOf } from '../cost/assembly/costed-stacks';
import { type Columns, columnNames, columns, toCents } from '../cost/columns';
import type { CostLine } from '../cost/cost-line';
import type { CostModel } from '../cost/cost-model';
import type { CostedObject } from '../cost/nodes/kubernetes-shapes';
import { openPriceBook } from '../cost/prices/open-price-book';
import { assumedUsageOf, costSummary } from '../cost/report/cost-report';
import { type Side, stackType } from './change';

/** What the prices of an environment depend on. */
export type Priced = Pick<Environment, 'name' | 'region' | 'cost' | 'deploysTo'>;

/** A line of the month that is not what it was. */
export interface LineDifference {
  readonly stack: string;
  readonly resource: string;
  readonly item: string;
  /** US dollars a month, after less before. */
  readonly usd: Columns;
}

/** US dollars a month at list price, after less before, to the cent. */
export interface CostDifference extends Columns {
  /** Only lines that differ, the largest difference of the typical month first. */
  readonly lines: readonly LineDifference[];
  /** Resources of after that have no price, and with them its limits of cost that are passed, one sentence each. */
  readonly findings: readonly string[];
}

/** Without prices nothing differs. */
export function costDifference(before: Side, after: Side, priced: Priced | undefined): CostDifference {
  if (priced === undefined) return { ...columns(() => 0), lines: [], findings: [] };
  const [old, now] = [costOf(before, priced), costOf(after, priced)];
  return {
    ...columns((name) => toCents(now.model.totals[name] - old.model.totals[name])),
    lines: linesBetween(old.model, now.model),
    findings: now.findings.filter((finding) => !old.findings.includes(finding)),
  };
}

const costOf = ({ resources, objects }: Side, priced: Priced) =>
  costSummary(
    priced,
    {
      resources: resources
        .filter(({ type }) => type !== stackType)
        .flatMap(({ stack, region, logicalId, type, body }) =>
          resourcesOf(
            { stack, region },
            { Resources: { [logicalId]: { Type: type, Properties: body.Properties } } },
          ),
        ),
      objects: objects.map(({ body }) => body as unknown as CostedObject),
    },
    assumedUsageOf(priced),
    openPriceBook(),
  );

function linesBetween(before: CostModel, after: CostModel): LineDifference[] {
  const [old, now] = [byLine(before), byLine(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((key) => {
      const [was, is] = [old.get(key) ?? [], now.get(key) ?? []];
      const { stack, resource, item } = (is[0] ?? was[0])!;
      const usd = columns((name) => toCents(sum(is, name) - sum(was, name)));
      return { stack, resource, item, usd };
    })
    .filter(({ usd }) => columnNames.some((name) => usd[name] !== 0))
    .sort((one, other) => Math.abs(other.usd.typical) - Math.abs(one.usd.typical));
}

function byLine({ lines }: CostModel): ReadonlyMap<string, CostLine[]> {
  const found = new Map<string, CostLine[]>();
  for (const line of lines) {
    const key = [line.stack, line.resource, line.item].join('|');
    found.set(key, [...(found.get(key) ?? []), line]);
  }
  return found;
}

const sum = (lines: readonly CostLine[], name: keyof Columns): number =>
  lines.reduce((total, { monthlyUsd }) => total + monthlyUsd[name], 0);
