import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaces, priorityClasses } from '../../config/contract';
import { monitoringPorts } from '../../config/monitoring';
import type { Environment } from '../../config/schema';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { StatefulWorkload } from '../stateful-workload';
import { workloadMetadata } from '../workload/labels';
import { httpGetAt, type Probes } from '../workload/probes';
import { agentConfiguration } from './agent-configuration';

export const agentName = 'log-agent';
const configurationFile = 'config.alloy';
const folders = { configuration: '/etc/alloy', data: '/var/lib/alloy/data' } as const;

/** The user of the image. https://github.com/grafana/alloy/blob/main/Dockerfile */
const userId = 473;

const port = { name: 'metrics', port: monitoringPorts.logAgent };

const httpGet = httpGetAt(port.port);

const probes: Probes = {
  startupProbe: { httpGet: httpGet('/-/ready'), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 },
  readinessProbe: { httpGet: httpGet('/-/ready'), periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
  livenessProbe: {
    httpGet: httpGet('/-/healthy'),
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 6,
  },
};

/**
 * Grafana Alloy, one pod for all nodes: it reads through the Kubernetes API, as a user without rights and without a
 * folder of any node. Its volume holds how far it is; while it is away, nodes keep what pods write.
 */
export function createAgent(scope: Construct, environment: Environment, inputs: ClusterInputs): void {
  const { replicas, storageGib, ...size } = environment.monitoring.logAgent;
  const configuration = { [configurationFile]: agentConfiguration() };
  new k8s.KubeConfigMap(scope, 'agent-configuration', {
    metadata: workloadMetadata(agentName, namespaces.monitoring),
    data: configuration,
  });
  new StatefulWorkload(scope, {
    environment,
    inputs,
    replicas,
    start: 'ordered',
    volume: { folder: folders.data, storageGib },
    pod: {
      ...size,
      name: agentName,
      image: imageReference('alloy', inputs.pullThroughHost),
      arguments: [
        'run',
        `${folders.configuration}/${configurationFile}`,
        `--storage.path=${folders.data}`,
        `--server.http.listen-addr=0.0.0.0:${port.port}`,
        '--server.http.disable-support-bundle',
        '--server.http.enable-pprof=false',
        '--disable-reporting',
      ],
      variables: [],
      userId,
      pool: 'general',
      priorityClassName: priorityClasses.standard,
      writableFolders: [{ path: '/tmp', sizeMib: 64 }],
      readOnlyVolumes: [
        {
          folder: folders.configuration,
          volume: { name: 'configuration', configMap: { name: agentName } },
        },
      ],
      usesKubernetesApi: true,
    },
    ports: [port],
    probes,
    drainSeconds: 5,
    // What it has read is sent first.
    shutdownSeconds: 30,
    servicePorts: [port],
    configuration,
  });
}
