import { k8s } from 'cdk8s-plus-28';
import { namespaces, ports, priorityClasses, secretNames, stateOwner } from '../../config/contract';
import { poolerName } from '../../config/pooler';
import type { Environment } from '../../config/schema';
import { workloadLogins } from '../../config/workload-logins';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { Workload } from '../workload';
import { certificatesVolume } from '../workload/certificates-volume';
import type { ReadOnlyVolume } from '../workload/container';
import { workloadMetadata } from '../workload/labels';
import { secretProviderClass, secretVolume } from '../workload/secret-provider';
import { poolerExporter } from './pooler-exporter';
import { clientRules, pgbouncerIni } from './pgbouncer-settings';
import { poolerFiles, poolerFolders, socketFolder } from './pooler-files';
import { poolerProbes } from './pooler-probes';
import { startScript } from './start-script';

/** The user of the image. https://github.com/cloudnative-pg/pgbouncer-containers */
const userId = 998;

const configurationVolume: ReadOnlyVolume = {
  folder: poolerFolders.configuration,
  volume: { name: 'configuration', configMap: { name: poolerName } },
};

/** PgBouncer in transaction mode, between the application's pods and its database. */
export function renderPooling(environment: Environment, inputs: ClusterInputs): RenderedChart {
  const { pooling } = environment;
  const secretName = secretNames.databaseLogin(stateOwner(environment), workloadLogins.pooler);
  const login = {
    username: { secretName, field: 'username' },
    password: { secretName, field: 'password' },
  };
  const configuration = {
    'pgbouncer.ini': pgbouncerIni(environment, inputs),
    'clients.conf': clientRules(inputs),
    'start.sh': startScript(login),
  };
  const port = { name: 'postgres', port: ports.pooler };
  return renderChart('pooling', (chart) => {
    secretProviderClass(chart, {
      name: poolerName,
      namespace: namespaces.pooling,
      region: inputs.region,
      variables: [],
      files: Object.values(login),
    });
    new k8s.KubeConfigMap(chart, 'configuration', {
      metadata: workloadMetadata(poolerName, namespaces.pooling),
      data: configuration,
    });
    new Workload(chart, {
      environment,
      inputs,
      pod: {
        ...pooling,
        name: poolerName,
        image: imageReference('pgbouncer', inputs.pullThroughHost),
        command: ['/bin/sh', poolerFiles.start],
        arguments: [],
        variables: [],
        userId,
        pool: 'general',
        priorityClassName: priorityClasses.application,
        writableFolders: [{ path: poolerFolders.login, sizeMib: 1, inMemory: true }, socketFolder],
        readOnlyVolumes: [secretVolume(poolerName), configurationVolume, certificatesVolume],
        sidecars: [poolerExporter(inputs)],
      },
      scale: pooling,
      ports: [port],
      probes: poolerProbes,
      drainSeconds: pooling.drainSeconds,
      shutdownSeconds: pooling.shutdownSeconds,
      servicePorts: [port],
      configuration,
    });
  });
}
