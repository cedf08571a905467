import type { Environment } from '../../../config/schema';
import { costMetrics, type Labels } from './cost-metrics';
import type { CostReport } from './cost-report';

/**
 * The report in Prometheus's text format, for whoever collects it so.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export const prometheusText = (report: CostReport, environment: Pick<Environment, 'cost'>): string =>
  costMetrics(report, environment)
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...samples.map(({ labels, value }) => `${name}{${labelText(labels)}} ${value}`),
    ])
    .join('\n')
    .concat('\n');

const labelText = (labels: Labels): string =>
  Object.entries(labels)
    .map(
      ([name, value]) =>
        `${name}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`,
    )
    .join(',');
