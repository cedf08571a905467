import { Yaml } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { namespaces, priorityClasses } from '../../config/contract';
import { monitoringPorts } from '../../config/monitoring';
import type { Environment } from '../../config/schema';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { StatefulWorkload } from '../stateful-workload';
import { workloadMetadata } from '../workload/labels';
import { httpGetAt, type Probes } from '../workload/probes';
import { secretProviderClass, secretVolume } from '../workload/secret-provider';
import {
  clusterArguments,
  clusterSettings,
  clusterVolume,
  createClusterCertificate,
} from './alertmanager-cluster';
import { alertmanagerConfiguration } from './alertmanager-configuration';
import { monitoringUserId } from './exporter-workload';

const name = 'alertmanager';
const folders = { configuration: '/etc/alertmanager', data: '/alertmanager' } as const;
const files = { settings: 'alertmanager.yml', cluster: 'cluster.yml' } as const;

const http = { name: 'metrics', port: monitoringPorts.alertmanager };
const cluster = { name: 'cluster', port: monitoringPorts.alertmanagerCluster };

const httpGet = httpGetAt(http.port);

const probes: Probes = {
  startupProbe: { httpGet: httpGet('/-/ready'), periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 60 },
  readinessProbe: { httpGet: httpGet('/-/ready'), periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
  livenessProbe: {
    httpGet: httpGet('/-/healthy'),
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 6,
  },
};

/**
 * Alertmanager, which makes one page out of the alerts of one fault. Its volume keeps silences, and what was told
 * already: without it a restart tells everything again.
 */
export function renderAlerting(environment: Environment, inputs: ClusterInputs): RenderedChart {
  const { replicas, storageGib, ...size } = environment.monitoring.alertmanager;
  const { routingKeySecretName } = environment.observability.paging;
  const heartbeat = inputs.heartbeatTopicArn
    ? { topicArn: inputs.heartbeatTopicArn, region: inputs.region }
    : null;
  const configuration = {
    [files.settings]: Yaml.stringify(alertmanagerConfiguration(environment, heartbeat)),
    ...(replicas > 1 && { [files.cluster]: clusterSettings() }),
  };
  return renderChart('alerting', (chart) => {
    if (routingKeySecretName !== null) {
      secretProviderClass(chart, {
        name,
        namespace: namespaces.monitoring,
        region: inputs.region,
        variables: [],
        files: [{ secretName: routingKeySecretName, field: null }],
      });
    }
    if (replicas > 1) createClusterCertificate(chart);
    new k8s.KubeConfigMap(chart, 'configuration', {
      metadata: workloadMetadata(name, namespaces.monitoring),
      data: configuration,
    });
    new StatefulWorkload(chart, {
      environment,
      inputs,
      replicas,
      start: 'parallel',
      volume: { folder: folders.data, storageGib },
      pod: {
        ...size,
        name,
        image: imageReference('alertmanager', inputs.pullThroughHost),
        arguments: [
          `--config.file=${folders.configuration}/${files.settings}`,
          `--storage.path=${folders.data}`,
          `--web.listen-address=:${http.port}`,
          '--log.format=json',
          ...clusterArguments(replicas, `${folders.configuration}/${files.cluster}`),
        ],
        variables: [],
        userId: monitoringUserId,
        pool: 'general',
        priorityClassName: priorityClasses.application,
        writableFolders: [],
        readOnlyVolumes: [
          { folder: folders.configuration, volume: { name: 'configuration', configMap: { name } } },
          ...(replicas > 1 ? [clusterVolume] : []),
          ...(routingKeySecretName === null ? [] : [secretVolume(name)]),
        ],
      },
      ports: replicas > 1 ? [http, cluster] : [http],
      probes,
      drainSeconds: 5,
      shutdownSeconds: 30,
      servicePorts: replicas > 1 ? [http, cluster] : [http],
      configuration,
    });
  });
}
