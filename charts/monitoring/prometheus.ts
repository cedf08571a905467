import { Yaml } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaces, priorityClasses } from '../../config/contract';
import { costFigures } from '../../config/dashboards';
import { monitoringPorts } from '../../config/monitoring';
import { retentionShare } from '../../config/monitoring-volume';
import type { Environment } from '../../config/schema';
import { statusConsole } from '../../config/status';
import type { RuleGroup } from '../alert';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { StatefulWorkload } from '../stateful-workload';
import { workloadMetadata } from '../workload/labels';
import { httpGetAt, type Probes } from '../workload/probes';
import { monitoringUserId } from './exporter-workload';
import {
  prometheusConfiguration,
  prometheusFiles,
  prometheusFolders,
  replicaVariable,
} from './prometheus-configuration';
import { ruleFile } from './rule-file';
import { statusPage } from './status';

export const prometheusName = 'prometheus';

/** One question loads no more samples than this, 16 bytes each. */
const samplesOfAQueryMax = 20_000_000;

const port = { name: 'metrics', port: monitoringPorts.prometheus };

const httpGet = httpGetAt(port.port);

/** After a stop it reads its log again, for minutes where there is much, and is not ready before. */
const probes: Probes = {
  startupProbe: { httpGet: httpGet('/-/ready'), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 120 },
  readinessProbe: { httpGet: httpGet('/-/ready'), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
  livenessProbe: {
    httpGet: httpGet('/-/healthy'),
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 6,
  },
};

/**
 * Prometheus. A change of what it scrapes or evaluates is a new revision: it is started anew, one replica after the
 * other, and refuses to start with a file that it cannot read, which the deploy gate sees. Neither its administration
 * nor its reload can be called over HTTP.
 */
export function createPrometheus(
  scope: Construct,
  environment: Environment,
  inputs: ClusterInputs,
  groups: readonly RuleGroup[],
): void {
  const {
    replicas,
    storageGib,
    retentionDays,
    remoteWriteUrl: _,
    ...size
  } = environment.monitoring.prometheus;
  const configuration = {
    [prometheusFiles.settings]: prometheusConfiguration(environment),
    [prometheusFiles.rules]: Yaml.stringify(ruleFile(groups, environment)),
    [statusConsole]: statusPage(),
  };
  new k8s.KubeConfigMap(scope, 'prometheus-configuration', {
    metadata: workloadMetadata(prometheusName, namespaces.monitoring),
    data: configuration,
  });
  new StatefulWorkload(scope, {
    environment,
    inputs,
    replicas,
    start: 'parallel',
    volume: { folder: prometheusFolders.data, storageGib },
    pod: {
      ...size,
      name: prometheusName,
      image: imageReference('prometheus', inputs.pullThroughHost),
      arguments: [
        `--config.file=${prometheusFolders.configuration}/${prometheusFiles.settings}`,
        `--storage.tsdb.path=${prometheusFolders.data}`,
        `--storage.tsdb.retention.time=${retentionDays}d`,
        `--storage.tsdb.retention.size=${Math.floor(storageGib * 1024 * retentionShare)}MB`,
        `--query.max-samples=${samplesOfAQueryMax}`,
        `--web.console.templates=${prometheusFolders.consoles}`,
        `--web.listen-address=:${monitoringPorts.prometheus}`,
        '--log.format=json',
      ],
      variables: [{ name: replicaVariable, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      userId: monitoringUserId,
      pool: 'general',
      priorityClassName: priorityClasses.application,
      writableFolders: [],
      readOnlyVolumes: [
        {
          folder: prometheusFolders.configuration,
          volume: { name: 'configuration', configMap: { name: prometheusName } },
        },
        {
          folder: prometheusFolders.consoles,
          volume: {
            name: 'consoles',
            configMap: { name: prometheusName, items: [{ key: statusConsole, path: statusConsole }] },
          },
        },
        {
          folder: prometheusFolders.cost,
          volume: { name: 'cost', configMap: { name: costFigures.configMapName, optional: true } },
        },
      ],
      usesKubernetesApi: true,
    },
    ports: [port],
    probes,
    drainSeconds: 5,
    // What is in memory is written down at the end.
    shutdownSeconds: 120,
    servicePorts: [port],
    configuration,
  });
}
