import { k8s } from 'cdk8s-plus-28';
import { namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { temporalMetricsPort, temporalPorts, temporalServices } from '../../config/temporal';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { Workload } from '../workload';
import type { ContainerPort } from '../workload/pod-template';
import { workloadMetadata } from '../workload/labels';
import { createInternodeCertificate } from './certificates';
import { configurationFiles, dynamicConfiguration, serverConfiguration } from './server-configuration';
import { servicePod } from './service-pod';
import { serviceProbes } from './service-probes';
import { createUi } from './ui';

/** Endpoints forget a pod that goes; then it hands its shards and queues over. */
const drainSeconds = 10;
const shutdownSeconds = 30;

/** The server's four services and its UI. Only the frontend has a Service: the others find one another by membership. */
export function renderTemporal(environment: Environment, inputs: ClusterInputs): RenderedChart {
  return renderChart('temporal', (chart) => {
    createInternodeCertificate(chart);
    for (const service of temporalServices) {
      const configuration = {
        [configurationFiles.server]: serverConfiguration(environment, service),
        [configurationFiles.dynamic]: dynamicConfiguration(environment),
      };
      const pod = servicePod(environment, inputs, service);
      const ports: ContainerPort[] = Object.entries(temporalPorts[service]).map(([name, port]) => ({
        name,
        port,
      }));
      new k8s.KubeConfigMap(chart, `configuration-${service}`, {
        metadata: workloadMetadata(pod.name, namespaces.temporal),
        data: configuration,
      });
      new Workload(chart, {
        environment,
        inputs,
        pod,
        scale: { replicas: environment.temporal.services[service].replicas },
        ports: [...ports, { name: 'metrics', port: temporalMetricsPort }],
        probes: serviceProbes[service],
        drainSeconds,
        shutdownSeconds,
        configuration,
        servicePorts: service === 'frontend' ? ports.filter(({ name }) => name === 'rpc') : [],
      });
    }
    createUi(chart, environment, inputs);
  });
}
