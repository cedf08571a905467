import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { grafanaSecretFields, namespaces, priorityClasses } from '../../config/contract';
import { monitoringPorts } from '../../config/monitoring';
import type { Environment } from '../../config/schema';
import type { DashboardRow } from '../dashboard-row';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { Workload } from '../workload';
import type { ReadOnlyVolume } from '../workload/container';
import { workloadMetadata } from '../workload/labels';
import type { Probes } from '../workload/probes';
import { secretProviderClass, secretVolume } from '../workload/secret-provider';
import { dashboards } from './dashboards';
import { grafanaFolders, grafanaIni, grafanaSecret, settingsFile } from './grafana-settings';
import { dashboardFilesFile, dataSourcesFile } from './provisioning';

const name = 'grafana';

/** The user of the image. https://grafana.com/docs/grafana/latest/setup-grafana/installation/docker/ */
const userId = 472;

const port = { name: 'http', port: monitoringPorts.grafana };
const httpGet: k8s.HttpGetAction = { path: '/api/health', port: k8s.IntOrString.fromNumber(port.port) };

/** Its first start makes a database, for half a minute on a busy node. */
const probes: Probes = {
  startupProbe: { httpGet, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 },
  readinessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
  livenessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
};

/**
 * Grafana with the dashboards of all parts. It has no Service: an operator reaches it by `kubectl port-forward`, which
 * the API server allows or refuses, and signs in at the identity provider. Nothing in it outlives the pod.
 */
export function renderDashboards(
  environment: Environment,
  inputs: ClusterInputs,
  rows: readonly DashboardRow[],
): RenderedChart {
  return renderChart('dashboards', (chart) => {
    secretProviderClass(chart, {
      name,
      namespace: namespaces.monitoring,
      region: inputs.region,
      variables: [],
      files: grafanaSecretFields.map((field) => grafanaSecret(environment, field)),
    });
    const files = [
      ...settingsVolumes(environment),
      ...dashboards(rows, environment.monitoring.grafana.sourceUrl).map((dashboard) => ({
        part: `dashboard-${dashboard.uid}`,
        folder: `${grafanaFolders.dashboards}/${dashboard.uid}`,
        data: { [`${dashboard.uid}.json`]: JSON.stringify(dashboard) },
      })),
    ];
    createGrafana(chart, environment, inputs, {
      volumes: files.map((one) => configMapVolume(chart, one)),
      configuration: files.map(({ data }) => data),
    });
  });
}

interface Files {
  readonly part: string;
  readonly folder: string;
  readonly data: Readonly<Record<string, string>>;
}

const settingsVolumes = (environment: Environment): readonly Files[] => [
  {
    part: 'settings',
    folder: grafanaFolders.settings,
    data: { [settingsFile]: grafanaIni(environment) },
  },
  {
    part: 'data-sources',
    folder: grafanaFolders.dataSources,
    data: { 'data-sources.yaml': dataSourcesFile() },
  },
  {
    part: 'dashboard-files',
    folder: grafanaFolders.dashboardFiles,
    data: { 'dashboard-files.yaml': dashboardFilesFile() },
  },
];

function configMapVolume(scope: Construct, { part, folder, data }: Files): ReadOnlyVolume {
  const metadata = workloadMetadata(name, namespaces.monitoring);
  const configMap = `${name}-${part}`;
  new k8s.KubeConfigMap(scope, part, { metadata: { ...metadata, name: configMap }, data });
  return { folder, volume: { name: part, configMap: { name: configMap } } };
}

function createGrafana(
  scope: Construct,
  environment: Environment,
  inputs: ClusterInputs,
  {
    volumes,
    configuration,
  }: { readonly volumes: readonly ReadOnlyVolume[]; readonly configuration: unknown },
): void {
  const { cpuRequestMillicores, memoryRequestMib, memoryLimitMib } = environment.monitoring.grafana;
  new Workload(scope, {
    environment,
    inputs,
    pod: {
      name,
      cpuRequestMillicores,
      memoryRequestMib,
      memoryLimitMib,
      image: imageReference('grafana', inputs.pullThroughHost),
      arguments: [],
      variables: [{ name: 'GF_PATHS_CONFIG', value: `${grafanaFolders.settings}/${settingsFile}` }],
      userId,
      pool: 'general',
      priorityClassName: priorityClasses.standard,
      writableFolders: [
        { path: grafanaFolders.data, sizeMib: 256 },
        { path: grafanaFolders.temporary, sizeMib: 64 },
      ],
      readOnlyVolumes: [secretVolume(name), ...volumes],
    },
    scale: { replicas: 1 },
    ports: [port],
    probes,
    drainSeconds: 5,
    shutdownSeconds: 10,
    servicePorts: [],
    configuration,
  });
}
