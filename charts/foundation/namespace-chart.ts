import { k8s } from 'cdk8s-plus-28';
import { namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { renderChart, type RenderedChart } from '../rendered-chart';

/**
 * The namespaces, in a chart of their own that nothing ever prunes. Each refuses pods that break the `restricted`
 * standard as the cluster's own version defines it, so that an upgrade of the control plane brings the newer rules.
 */
export function renderNamespaces(environment: Environment): RenderedChart {
  const version = `v${environment.cluster.kubernetesVersion}`;
  const labels = Object.fromEntries(
    ['enforce', 'audit', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, 'restricted'],
      [`pod-security.kubernetes.io/${mode}-version`, version],
    ]),
  );
  return renderChart('namespaces', (chart) => {
    for (const name of Object.values(namespaces)) {
      new k8s.KubeNamespace(chart, name, { metadata: { name, labels } });
    }
  });
}
