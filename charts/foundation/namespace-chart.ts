import { k8s } from 'cdk8s-plus-28';
import { namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { renderChart, type RenderedChart } from '../rendered-chart';

/** EKS adds a readiness gate to each pod of a Service with a load balancer, under a label of Auto Mode's own. */
const targetHealthGate = { 'eks.amazonaws.com/pod-readiness-gate-inject': 'enabled' };

/**
 * The namespaces, in a chart of their own that nothing ever prunes. Each refuses pods that break the `restricted`
 * standard as the cluster's own version defines it, so that an upgrade of the control plane brings the newer rules.
 * In the ingress's a pod is ready only when it is also a healthy target of the load balancer: else a roll-out would
 * end the old ones before traffic reaches a new one.
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
      new k8s.KubeNamespace(chart, name, {
        metadata: { name, labels: name === namespaces.ingress ? { ...labels, ...targetHealthGate } : labels },
      });
    }
  });
}
