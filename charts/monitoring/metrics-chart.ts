import type { Environment } from '../../config/schema';
import type { RuleGroup } from '../alert';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { createBlackboxExporter, createPostgresExporter, createRedisExporter } from './exporters';
import { createPrometheus } from './prometheus';
import { createPrometheusAccess } from './prometheus-access';

/** Prometheus with the rules of all parts, and the exporters of what shows no metrics itself. */
export function renderMetrics(
  environment: Environment,
  inputs: ClusterInputs,
  rules: readonly RuleGroup[],
): RenderedChart {
  return renderChart('metrics', (chart) => {
    createPrometheusAccess(chart);
    createPostgresExporter(chart, environment, inputs);
    createRedisExporter(chart, environment, inputs);
    createBlackboxExporter(chart, environment, inputs);
    createPrometheus(chart, environment, inputs, rules);
  });
}
