import { App, Chart } from 'cdk8s';
import { podLabels } from '../config/contract';

/** One Kubernetes object as it is sent to the API server. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** A chart is applied, gated, rolled back and rendered as one. */
export interface RenderedChart {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
}

/**
 * Composes a chart in an app of its own and returns its objects, in the order in which they were made and with sorted
 * keys: the same input gives the same bytes.
 */
export function renderChart(name: string, compose: (chart: Chart) => void): RenderedChart {
  const chart = new Chart(new App(), name, {
    disableResourceNameHashes: true,
    labels: { [podLabels.partOf]: name, [podLabels.managedBy]: 'cdk8s' },
  });
  compose(chart);
  return { name, objects: chart.toJson() };
}
