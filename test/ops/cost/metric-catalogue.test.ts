import { seriesNames } from '../../../config/metrics/metric';
import { costMetrics } from '../../../config/metrics/cost';
import { prometheusText } from '../../../ops/cost/report/prometheus-text';
import { production } from '../../../config/environments/production';
import { frozenReport } from './frozen-production';

test('the catalogue has the figures that `platform cost` writes, with their labels', () => {
  const lines = prometheusText(frozenReport(), production).split('\n').filter((line) => /^platform_cost/.test(line));
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
