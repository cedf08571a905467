import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaces, ports, priorityClasses } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { Workload } from '../workload';
import { workloadMetadata } from '../workload/labels';
import { contentHash } from '../workload/revision';
import type { Probes } from '../workload/probes';
import { drain } from './drain';
import { configurationFiles, configurationFolder, staticConfigurationFile } from './traefik-configuration';

export const proxyName = 'ingress';

/** Traefik, with a configuration that never changes: a change is a new ConfigMap, and so new pods. */
export function createProxy(scope: Construct, environment: Environment, inputs: ClusterInputs): void {
  const { ingress } = environment;
  const data = configurationFiles(environment);
  const configuration = `${proxyName}-${contentHash(data, inputs)}`;
  new k8s.KubeConfigMap(scope, 'configuration', {
    metadata: { ...workloadMetadata(proxyName, namespaces.ingress), name: configuration },
    immutable: true,
    data,
  });
  new Workload(scope, {
    environment,
    inputs,
    pod: {
      name: proxyName,
      image: imageReference('traefik', inputs.pullThroughHost),
      arguments: [`--configFile=${staticConfigurationFile}`],
      variables: [],
      userId: 65_532,
      pool: 'general',
      priorityClassName: priorityClasses.application,
      cpuRequestMillicores: ingress.cpuRequestMillicores,
      memoryRequestMib: ingress.memoryRequestMib,
      memoryLimitMib: ingress.memoryLimitMib,
      // Bodies of requests that are larger than what is held in memory.
      writableFolders: [{ path: '/tmp', sizeMib: 1024 }],
      readOnlyVolumes: [
        {
          folder: configurationFolder,
          volume: { name: 'configuration', configMap: { name: configuration } },
        },
      ],
      usesKubernetesApi: true,
    },
    scale: ingress,
    ports: [
      { name: 'http', port: ports.ingressHttp },
      { name: 'https', port: ports.ingressHttps },
      { name: 'health', port: ports.ingressHealth },
      { name: 'metrics', port: ports.ingressMetrics },
    ],
    probes,
    drainSeconds: drain.preStopSeconds,
    shutdownSeconds: drain.shutdownSeconds,
    servicePorts: [],
  });
}

const ping: k8s.HttpGetAction = { path: '/ping', port: k8s.IntOrString.fromNumber(ports.ingressHealth) };

/** `/ping` says that Traefik runs, and 503 from SIGTERM on. */
const probes: Probes = {
  startupProbe: { httpGet: ping, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 30 },
  readinessProbe: { httpGet: ping, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
  livenessProbe: { httpGet: ping, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
};
