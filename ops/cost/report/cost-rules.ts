import { stringify } from 'yaml';
import { costFigures } from '../../../config/dashboards';
import { namespaces } from '../../../config/contract';
import type { Environment } from '../../../config/schema';
import { costMetrics } from './cost-metrics';
import type { CostReport } from './cost-report';

/**
 * The report as rules by which Prometheus keeps each figure as a series, in the ConfigMap that its pods mount where it
 * is there: `kubectl apply -f` puts it in place. Figures stand until the next ones are applied.
 */
export function costRules(report: CostReport, environment: Pick<Environment, 'cost'>): string {
  const rules = costMetrics(report, environment).flatMap(({ name, samples }) =>
    samples.map(({ labels, value }) => ({ record: name, expr: `vector(${value})`, labels })),
  );
  return stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: costFigures.configMapName, namespace: namespaces.monitoring },
    data: {
      [costFigures.fileName]: stringify({
        groups: [{ name: 'cost', interval: costFigures.evaluationInterval, rules }],
      }),
    },
  });
}
