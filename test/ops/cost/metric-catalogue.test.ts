import { seriesNames } from '../../../config/metrics/metric';
import { costMetrics } from '../../../config/metrics/cost';
import { prometheusText } from '../../../ops/cost/report/prometheus-text';
import { production } from '../../../config/environments/production';
import { openPriceBook } from '../../../ops/cost/prices/open-price-book';
import { costReport } from '../../../ops/cost/report/cost-report';
import { costRules } from '../../../ops/cost/report/cost-rules';
import { assumedUsage } from '../../../ops/cost/usage/assumed-usage';
import { parse } from 'yaml';
import { frozenProduction } from './frozen-production';

const report = costReport(production, frozenProduction(), assumedUsage, [10, 100], openPriceBook());

test('the catalogue has the figures that `platform cost` writes, with their labels', () => {
  const lines = prometheusText(report, production)
    .split('\n')
    .filter((line) => /^platform_cost/.test(line));
  const written = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, name = '', labels = ''] = /^(\w+)\{(.*)\} /.exec(line) ?? [];
    const names = [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label!);
    written.set(name, new Set([...(written.get(name) ?? []), ...names]));
  }
  const catalogued = costMetrics.metrics.flatMap((metric) =>
    seriesNames(metric).map((name) => [name, metric.labels.map((label) => label.name).sort()] as const),
  );
  expect(Object.fromEntries([...written].map(([name, labels]) => [name, [...labels].sort()]))).toEqual(
    Object.fromEntries(catalogued),
  );
});

test('the rules make the same series as the text format has samples', () => {
  const { kind, data } = parse(costRules(report, production));
  const [file] = Object.values<string>(data);
  const rules: { record: string; expr: string; labels: Record<string, string> }[] = parse(file!).groups[0]
    .rules;
  const series = rules.map(({ record, expr, labels }) => {
    const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return `${record}{${pairs.join(',')}} ${/^vector\((.+)\)$/.exec(expr)?.[1]}`;
  });
  const samples = prometheusText(report, production)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect([kind, series]).toEqual(['ConfigMap', samples]);
});
