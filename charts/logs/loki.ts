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
import { lokiConfiguration } from './loki-configuration';

export const lokiName = 'loki';
const configurationFile = 'loki.yaml';
const folders = { configuration: '/etc/loki', data: '/var/loki' } as const;

/** The user of the image. https://github.com/grafana/loki/blob/main/cmd/loki/Dockerfile */
const userId = 10_001;

const port = { name: 'http', port: monitoringPorts.loki };

const httpGet = httpGetAt(port.port);

/**
 * Ready about 20 seconds after its start, or after it has read its write-ahead log again. Alive as long as it answers
 * at all: it is not ready while its store is away, and a restart would not bring that back.
 */
const probes: Probes = {
  startupProbe: { httpGet: httpGet('/ready'), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 120 },
  readinessProbe: { httpGet: httpGet('/ready'), periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
  livenessProbe: {
    httpGet: httpGet('/loki/api/v1/status/buildinfo'),
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 6,
  },
};

/** Loki as one process. Its volume holds what is not in the bucket yet: chunks are at most two hours old. */
export function createLoki(scope: Construct, environment: Environment, inputs: ClusterInputs): void {
  const { replicas, storageGib, lookBackDays, ...size } = environment.monitoring.loki;
  const configuration = {
    [configurationFile]: lokiConfiguration({
      folder: folders.data,
      bucket: inputs.logBucket,
      region: inputs.region,
      retentionDays: environment.observability.logs.expireAfterDays,
      lookBackDays,
    }),
  };
  new k8s.KubeConfigMap(scope, 'loki-configuration', {
    metadata: workloadMetadata(lokiName, namespaces.monitoring),
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
      name: lokiName,
      image: imageReference('loki', inputs.pullThroughHost),
      arguments: [`-config.file=${folders.configuration}/${configurationFile}`],
      variables: [],
      userId,
      pool: 'general',
      priorityClassName: priorityClasses.standard,
      writableFolders: [{ path: '/tmp', sizeMib: 64 }],
      readOnlyVolumes: [
        {
          folder: folders.configuration,
          volume: { name: 'configuration', configMap: { name: lokiName } },
        },
      ],
    },
    ports: [port],
    probes,
    drainSeconds: 5,
    // It writes its log down; chunks stay on the volume.
    shutdownSeconds: 60,
    servicePorts: [port],
    configuration,
  });
}
