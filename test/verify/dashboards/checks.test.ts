import { nodeExporterMetrics } from '../../../config/metrics/kubernetes';
import { unanswered } from '../../../verify/dashboards/ask-panels';
import { renderedCharts } from '../../support/synthesized';
import { missingNames } from '../../../verify/dashboards/exposed-names';
import { panelQuestions } from '../../../rehearsal/monitoring/panel-queries';

const page = nodeExporterMetrics.metrics
  .map(({ name, type }) => `# TYPE ${name} ${type}\n${name} 1`)
  .join('\n');

test('a page with all metrics of the catalogue misses none', () => {
  expect(missingNames(nodeExporterMetrics, page)).toEqual([]);
});

test('a metric that a new version has renamed is missed', () => {
  expect(missingNames(nodeExporterMetrics, page.replaceAll('node_load1', 'node_load_1m'))).toEqual([
    'node_load1',
  ]);
});

const answer = { panel: 'cost/A month', language: 'promql' as const, expression: 'up', seconds: 0.1 };

test('a query without data is a failure, and so is one that is refused', () => {
  const answers = [
    { ...answer, series: 1, error: null },
    { ...answer, series: 0, error: null },
    { ...answer, series: 0, error: 'parse error' },
  ];
  expect(unanswered({ answers })).toEqual(['cost/A month: no data: up', 'cost/A month: parse error: up']);
});

test('no variable of Grafana’s is left in a question', () => {
  const charts = renderedCharts('production');
  const questions = panelQuestions(charts, { rangeSeconds: 3600, tenant: 'tenant-0' });
  expect(questions.length).toBeGreaterThan(100);
  expect(questions.filter(({ expression }) => expression.includes('$'))).toEqual([]);
});
