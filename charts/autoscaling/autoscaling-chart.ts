import { ApiObject } from 'cdk8s';
import { kedaPorts } from '../../config/autoscaling';
import { namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { Workload } from '../workload';
import { createServiceCertificate } from '../workload/service-certificate';
import { createDefinitions } from './definitions';
import { certificateName, metricsPod, metricsProbes, operatorPod, operatorProbes } from './keda-pods';
import { createRights } from './rights';

const namespace = namespaces.autoscaling;

/** Neither takes requests that a stop could lose: what KEDA knows, it reads again. */
const stopping = { drainSeconds: 5, shutdownSeconds: 10 } as const;

/** KEDA: its kinds, its rights, the operator, and the adapter by which autoscalers read its metrics. */
export function renderAutoscaling(environment: Environment, inputs: ClusterInputs): RenderedChart {
  return renderChart('autoscaling', (chart) => {
    createDefinitions(chart);
    createRights(chart);
    const operator = operatorPod(environment, inputs);
    const metrics = metricsPod(environment, inputs);
    createServiceCertificate(chart, {
      namespace,
      name: certificateName,
      dnsNames: [operator.name, metrics.name].map((name) => `${name}.${namespace}.svc`),
    });
    new Workload(chart, {
      environment,
      inputs,
      pod: operator,
      scale: environment.autoscaling.operator,
      ports: [
        { name: 'metrics', port: kedaPorts.prometheus },
        { name: 'health', port: kedaPorts.operatorHealth },
        { name: 'service', port: kedaPorts.operatorMetrics },
      ],
      probes: operatorProbes,
      ...stopping,
      servicePorts: [{ name: 'service', port: kedaPorts.operatorMetrics }],
    });
    new Workload(chart, {
      environment,
      inputs,
      pod: metrics,
      scale: environment.autoscaling.metrics,
      ports: [
        { name: 'metrics', port: kedaPorts.prometheus },
        { name: 'api', port: kedaPorts.adapter },
      ],
      probes: metricsProbes,
      ...stopping,
      servicePorts: [{ name: 'api', port: kedaPorts.adapter }],
    });
    new ApiObject(chart, 'external-metrics', {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: {
        name: 'v1beta1.external.metrics.k8s.io',
        // cert-manager writes the authority in, by which the API server knows the adapter.
        annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${certificateName}` },
      },
      spec: {
        group: 'external.metrics.k8s.io',
        version: 'v1beta1',
        service: { name: metrics.name, namespace, port: kedaPorts.adapter },
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    });
  });
}
